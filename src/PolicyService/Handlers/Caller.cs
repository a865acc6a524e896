using AiDesk.Policy.Policies;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>Who calls, as the token says, and the policy of its tenant: one snapshot for the whole call.</summary>
internal sealed record Caller(Principal Principal, PolicySnapshot Snapshot);
