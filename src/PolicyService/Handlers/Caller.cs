using AiDesk.Policy.Policies;
using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Who calls, as the token says, and the policy of its tenant: one snapshot for the whole call.</summary>
internal sealed record Caller(Principal Principal, PolicySnapshot Snapshot);
