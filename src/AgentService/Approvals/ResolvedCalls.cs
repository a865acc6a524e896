using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Identity;
using AiDesk.Policy.V1;
using ErrorReason = AiDesk.Agent.V1.ErrorReason;

namespace AiDesk.Agent.Approvals;

/// <summary>
/// What the graph is told of calls that people approved. A decision token is short-lived, and a run with several held calls waits for the last of them: then
/// the words that were given before are said again, for fresh tokens. All tokens of a call carry the same mark and are redeemed once.
/// </summary>
internal sealed class ResolvedCalls(PersonsWord words)
{
    public const string Approved = "approved";
    public const string Refused = "refused";
    public const string Expired = "expired";

    /// <summary>What policy answered to an approval.</summary>
    public static ResolvedToolCall Of(string call, ResolveApprovalResponse answer) =>
        new(call, Approved, answer.CanonicalArgumentsJson, answer.DecisionToken, answer.Reservation?.ReservationId ?? "");

    public static ResolvedToolCall NotRun(string call, string resolution) => new(call, resolution, "", "", "");

    /// <summary>Says the word of who decided again. Throws <see cref="DeskException"/> when policy does not answer.</summary>
    public async Task<ResolvedToolCall> RenewAsync(string tenant, UnresolvedCall call, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await words.SayAsync(tenant, call.DecidedBy, PrincipalRoles.Approver | PrincipalRoles.Admin, call.DecisionId, ApprovalDecision.Approve, "", cancellationToken).ConfigureAwait(false);

            // What policy does not let run now, with people's words in, does not run.
            return answer.State == ApprovalState.Approved ? Of(call.CallId, answer) : NotRun(call.CallId, Refused);
        }
        catch (DeskException fault) when (fault.Reason is ErrorReason.ApprovalExpired or ErrorReason.AlreadyDecided)
        {
            return NotRun(call.CallId, Expired);
        }
    }
}

/// <param name="CallId">A call that was approved and whose token is not at hand.</param>
/// <param name="DecisionId">The decision that held it.</param>
/// <param name="DecidedBy">Whose word was the last needed.</param>
internal sealed record UnresolvedCall(string CallId, Guid DecisionId, string DecidedBy);
