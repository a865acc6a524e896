using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Checks;

/// <summary>Binds a run to the session that used it first: another session that names the run is refused.</summary>
public static class RunPlanner
{
    /// <summary>How long a run stays bound, milliseconds.</summary>
    public const long BoundMs = 24 * 3600_000L;

    public static void AddBinding(in CallContext context, Evaluation work)
    {
        if (context.RunId.Length == 0)
        {
            return;
        }

        var index = work.Counters.Add(new CounterOperation
        {
            Kind = CounterKind.Bind,
            Name = "run",
            Descriptor = context.RunId,
            Token = context.SessionId,
            WindowMs = BoundMs,
            Gate = Verdict.Deny,
            Outage = OutageRule.Local,
        });
        work.Plan[index] = new PlannedOperation
        {
            Check = CheckKind.Request,
            Severity = Verdict.Deny,
            Reason = Reason.CheckFailed,
            Enforcement = Enforcement.Enforce,
            Code = "run.other_session",
        };
        work.Checks.Set(CheckKind.Request, CheckOutcome.Ran);
    }
}
