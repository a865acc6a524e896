using AiDesk.CommandLine.Mcp.Held;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>A call with the token that lets it run once.</summary>
/// <param name="Scope">The session and run that the token is for.</param>
/// <param name="CallId">The call that it is for.</param>
/// <param name="Tool">Name of the tool.</param>
/// <param name="Arguments">The arguments as they were decided on, canonical JSON: these run.</param>
/// <param name="DecisionId">The decision.</param>
/// <param name="Token">Its token.</param>
/// <param name="ReservationId">The budget held; empty for none.</param>
internal sealed record AllowedCall(CallScope Scope, string CallId, string Tool, string Arguments, string DecisionId, string Token, string ReservationId)
{
    public static AllowedCall Of(CallScope scope, string callId, string tool, CheckToolCallResponse answer) =>
        new(scope, callId, tool, answer.CanonicalArgumentsJson, answer.Decision.DecisionId, answer.DecisionToken, answer.Reservation?.ReservationId ?? "");

    public static AllowedCall Of(CallScope scope, HeldCall held, Release release) =>
        new(scope with { SessionId = held.SessionId, RunId = held.RunId }, held.CallId, held.Tool, held.Arguments, held.DecisionId, release.DecisionToken, release.ReservationId);
}
