using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Tests.Records;

/// <summary>Evaluations as the engine leaves them.</summary>
internal static class RecordedDecision
{
    public static Evaluation Evaluation(Verdict verdict = Verdict.Allow, Guid? id = null)
    {
        var evaluation = new Evaluation();
        evaluation.Decision.Id = id ?? Guid.CreateVersion7();
        evaluation.Decision.Verdict = verdict;
        evaluation.Decision.EnforcedVerdict = verdict;
        evaluation.Decision.Reason = verdict == Verdict.Allow ? Reason.Ok : Reason.PromptInjection;
        evaluation.Decision.EvaluatedAt = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        return evaluation;
    }

    public static Evaluation Intervention()
    {
        var evaluation = Evaluation(Verdict.Deny);
        evaluation.Findings.Add(new Finding("injection.override", CheckKind.Injection, Verdict.Deny, Reason.PromptInjection)
        {
            Score = 0.97, Start = 3, End = 9, Field = "message.text", Transform = "base64",
        });
        evaluation.Findings.Add(new Finding("limit.per_ip", CheckKind.Limits, Verdict.RequireApproval, Reason.RateLimited) { Detail = "61/60" });
        evaluation.Findings.Add(new Finding("shape.long", CheckKind.Shape, Verdict.Deny, Reason.TooLong) { Monitored = true });
        evaluation.Checks.Set(CheckKind.Limits, CheckOutcome.NotRun);
        evaluation.Checks.Set(CheckKind.Shape, CheckOutcome.Ran);
        evaluation.Decision.DegradedReasons.Add("limits:per_ip:local");
        evaluation.Counters.Clear();
        var index = evaluation.Counters.Add(new CounterOperation { Kind = CounterKind.Rate, Name = "per_ip", Descriptor = "d", Token = "" });
        evaluation.Plan[index].Code = "limit.per_ip";
        evaluation.Counters.Readings[index] = new CounterReading { State = CounterState.Over, Used = 60, Remaining = 0 };
        return evaluation;
    }

    public static RequestFacts Facts(string? text = "hola") => new()
    {
        Tenant = "acme",
        Rpc = RecordedRpc.CheckInput,
        PolicyVersion = "0123456789abcdef",
        Principal = "bot",
        Context = new CallContext { SessionId = "s-1", RunId = "run-1", UserId = "u-1", Mode = CallMode.Autopilot },
        MessageId = "m-1",
        Text = text,
        ElapsedMicroseconds = 42,
    };
}
