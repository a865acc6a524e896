using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Records;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.RecordsVictim;

/// <summary>Decisions and settles as the engine and the handlers leave them, with text that is not easy to store.</summary>
internal static class SampleRecords
{
    /// <summary>A decision that is refused, with findings.</summary>
    public static Evaluation Denied(DateTimeOffset? at = null)
    {
        var evaluation = Plain(at);
        evaluation.Decision.Verdict = Verdict.Deny;
        evaluation.Decision.EnforcedVerdict = Verdict.Deny;
        evaluation.Decision.Reason = Reason.PromptInjection;
        evaluation.Findings.Add(new Finding("injection.override", CheckKind.Injection, Verdict.Deny, Reason.PromptInjection) { Score = 0.97, Start = 3, End = 9, Field = "message.text" });
        evaluation.Findings.Add(new Finding("limit.per_ip", CheckKind.Limits, Verdict.RequireApproval, Reason.RateLimited) { Detail = "61/60" });
        return evaluation;
    }

    public static Evaluation Plain(DateTimeOffset? at = null)
    {
        var time = at ?? DateTimeOffset.UtcNow;
        var evaluation = new Evaluation();
        evaluation.Decision.Id = Guid.CreateVersion7(time);
        evaluation.Decision.Verdict = Verdict.Allow;
        evaluation.Decision.EnforcedVerdict = Verdict.Allow;
        evaluation.Decision.Reason = Reason.Ok;
        evaluation.Decision.EvaluatedAt = time;
        return evaluation;
    }

    public static RequestFacts Facts(string tenant = "acme", string text = "¿Dónde está mi pedido n.º 4711? 😀", CaptureRule capture = CaptureRule.None) => new()
    {
        Tenant = tenant,
        Rpc = RecordedRpc.CheckInput,
        PolicyVersion = "0123456789abcdef",
        Principal = "runtime",
        Context = new CallContext { SessionId = "session-1", RunId = "run-1", UserId = "user-1", Mode = CallMode.Autopilot },
        MessageId = "message-1",
        Text = text,
        Capture = capture,
        ElapsedMicroseconds = 42,
    };

    public static SettleFacts Settle(string tenant = "acme", Guid? reservation = null, long cost = 130, string budget = "daily", long windowEnd = long.MaxValue) => new()
    {
        Tenant = tenant,
        Time = DateTimeOffset.UtcNow,
        Principal = "runtime",
        Reservation = new Reservation(reservation ?? Guid.CreateVersion7(), tenant, 0, [new HeldBudget(budget, "", "credits", 0, windowEnd, 90, 1000)]),
        Action = SettleAction.Commit,
        Result = new SettleResult(SettleState.Applied, 0, []),
        Actual = new Amount[] { new("credits", cost) },
        Outcome = "",
    };
}
