using AiDesk.Policy.V1;
using AiDesk.SystemFaults.Services;

namespace AiDesk.SystemFaults.Load;

/// <summary>Calls that two people have to approve. Each says it twice, and the token is redeemed under two ids: one person is one, and one effect is one.</summary>
internal sealed class Escalations(PolicyService.PolicyServiceClient policy, Calls calls, Answers checks, Answers others)
{
    private const string Tool = "close_account";
    private const string Approver = "approver";

    private int _number;

    public async Task AskAsync()
    {
        var run = $"escalated-{calls.Promised.Number}-{Interlocked.Increment(ref _number)}";
        var request = new CheckToolCallRequest
        {
            Context = new CallContext { SessionId = run, RunId = run, UserId = "u", Mode = Mode.Autopilot },
            RequestId = Guid.CreateVersion7().ToString(),
            CallId = "c1",
            Tool = Tool,
        };
        var answer = await calls.TryAsync(checks, options => policy.CheckToolCallAsync(request, options), SystemPolicies.Spending, "service", "caller", found => DecisionKind.Of(found.Decision));
        if (answer is null)
        {
            return;
        }

        DecisionKind.Keep(answer.Decision, calls.Promised);
        if (answer.Decision.Verdict == Verdict.Escalate)
        {
            await ApproveAsync(run, answer.Decision.DecisionId);
        }
        else if (answer.Decision.Verdict != Verdict.Deny)
        {
            calls.Promised.Problems.Enqueue($"what two people approve was answered {answer.Decision.Verdict}");
        }
    }

    private async Task ApproveAsync(string run, string decision)
    {
        for (var time = 0; time < 2; time++)
        {
            Expect(await SayAsync(decision, "ana", _ => true), $"{ApprovalState.Pending}, 1 missing");
        }

        ResolveApprovalResponse? approved = null;
        for (var time = 0; time < 2; time++)
        {
            // An approval after which the counters cannot be asked is answered PENDING; the same word later asks again.
            approved = await SayAsync(decision, "bob", answer => answer.State == ApprovalState.Approved);
            Expect(approved, $"{ApprovalState.Approved}, 0 missing");
        }

        if (approved is null)
        {
            return;
        }

        await RedeemAsync(run, approved, "first", RedeemState.Redeemed);
        await RedeemAsync(run, approved, "first", RedeemState.Redeemed);
        await RedeemAsync(run, approved, "second", RedeemState.AlreadyRedeemed);
    }

    private Task<ResolveApprovalResponse?> SayAsync(string decision, string person, Func<ResolveApprovalResponse, bool> isDone)
    {
        var request = new ResolveApprovalRequest { DecisionId = decision, Approval = ApprovalDecision.Approve };
        return calls.UntilAnsweredAsync(others, options => policy.ResolveApprovalAsync(request, options), SystemPolicies.Spending, Approver, person, isDone);
    }

    private void Expect(ResolveApprovalResponse? answer, string expected)
    {
        if (answer is not null && $"{answer.State}, {answer.ApprovalsMissing} missing" is var found && found != expected)
        {
            calls.Promised.Problems.Enqueue($"ResolveApproval: {found}, not {expected}");
        }
    }

    private async Task RedeemAsync(string run, ResolveApprovalResponse approved, string id, RedeemState expected)
    {
        var request = new RedeemDecisionRequest
        {
            RequestId = $"{run}-{id}",
            DecisionToken = approved.DecisionToken,
            RunId = run,
            CallId = "c1",
            Tool = Tool,
            ArgumentsJson = approved.CanonicalArgumentsJson,
        };
        var answer = await calls.UntilAnsweredAsync(others, options => policy.RedeemDecisionAsync(request, options), SystemPolicies.Spending, "service", "caller");
        if (answer is not null && answer.State != expected)
        {
            calls.Promised.Problems.Enqueue($"RedeemDecision ({id}): {answer.State}, not {expected}");
        }
    }
}
