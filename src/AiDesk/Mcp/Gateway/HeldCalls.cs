using AiDesk.CommandLine.Mcp.Held;
using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>What became of a call that waited for people.</summary>
/// <param name="Run">It may run, once: its token was redeemed for this. Null when it may not.</param>
/// <param name="Refusal">Why not, for the client.</param>
internal sealed record Resumed(AllowedCall? Run, string Refusal = "");

/// <summary>Keeps calls that wait, and takes up the one that was approved when it is made again. Once its token is redeemed, nobody else can run it.</summary>
internal sealed class HeldCalls(HeldStore store, PolicyQuestions policy, string tenant, string server, Action<string> tell, TimeProvider clock)
{
    /// <summary>Keeps the call. Answers what the client is told.</summary>
    public string Hold(string callId, string tool, CheckToolCallResponse answer)
    {
        var escalated = answer.Decision.Verdict == Verdict.Escalate;
        try
        {
            store.Add(
                new HeldCall
                {
                    DecisionId = answer.Decision.DecisionId,
                    Tenant = tenant,
                    Server = server,
                    Tool = tool,
                    Arguments = answer.CanonicalArgumentsJson,
                    SessionId = policy.Scope.SessionId,
                    RunId = policy.Scope.RunId,
                    CallId = callId,
                    Escalated = escalated,
                    ExpiresAt = answer.ApprovalExpiry.ToDateTimeOffset(),
                },
                clock.GetUtcNow());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            tell("a call that needs approval cannot be kept: " + problem.Message);
            return "Not run. It needs a person's approval, and the gateway could not keep it.";
        }

        tell($"{tool} waits for {(escalated ? "the people responsible" : "a person")}: aidesk mcp decide {answer.Decision.DecisionId}");
        return RefusalText.Waits(answer.Decision.Reason, escalated, answer.Decision.DecisionId);
    }

    /// <summary>Null when no such call waits.</summary>
    public async Task<Resumed?> TryResumeAsync(string tool, string arguments, CancellationToken cancellation)
    {
        foreach (var (call, release) in store.Find(tool, arguments, clock.GetUtcNow()))
        {
            if (release is null)
            {
                return new Resumed(null, RefusalText.Waits(Reason.Unspecified, call.Escalated, call.DecisionId));
            }

            if (release.Rejected)
            {
                store.Remove(call);
                return new Resumed(null, "Not run. A person has decided that this call may not run.");
            }

            return await RedeemAsync(call, AllowedCall.Of(policy.Scope, call, release), cancellation).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<Resumed> RedeemAsync(HeldCall call, AllowedCall approved, CancellationToken cancellation)
    {
        switch (await policy.RedeemAsync(approved, cancellation).ConfigureAwait(false))
        {
            case RedeemState.Redeemed:
                store.Remove(call);
                return new Resumed(approved);
            case RedeemState.AlreadyRedeemed:
                store.Remove(call);
                return new Resumed(null, "Not run again. The approved call has run already: make it once more to ask anew.");
            default:
                // Lapsed, or not the token of this call: the call waits on, and whoever approved it can be given another.
                store.RemoveRelease(call);
                tell($"the token of decision {call.DecisionId} has lapsed: aidesk mcp decide {call.DecisionId} --approve, by the same person, gives another");
                return new Resumed(null, $"Not run. It was approved, and not called in time: it has to be approved again (decision {call.DecisionId}).");
        }
    }
}
