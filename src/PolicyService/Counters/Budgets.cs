using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>How a budget stands before a call, and whether the call fits (policy.md, "budget states").</summary>
internal static class Budgets
{
    /// <summary>How long a window's numbers outlive it, in milliseconds: a late settle still finds them.</summary>
    public const long KeptAfterMs = 48 * 3600_000L;

    public static void Check(in CounterOperation operation, BudgetEntry? entry, long pending, long now, ref CounterReading reading)
    {
        var rule = operation.Budget!;
        var cap = operation.Cap;
        var before = Saturating.Add(entry?.Used ?? 0, pending);
        reading.Used = before;
        reading.Remaining = Math.Max(0, cap - before);
        reading.ResetAt = Windows.Pick(operation.Window, now).End is var end && end != long.MaxValue ? end : 0;
        reading.State =
            before >= BudgetRule.PointOf(cap, rule.DenyAt) || operation.Cost > cap - before ? CounterState.Over
            : rule.ApproveAt > 0 && before >= BudgetRule.PointOf(cap, rule.ApproveAt) ? CounterState.Approve
            : rule.WarnAt > 0 && before >= BudgetRule.PointOf(cap, rule.WarnAt) ? CounterState.Warn
            : CounterState.Ok;
    }

    public static long ExpiryOf(long windowEnd) => Saturating.Add(windowEnd, KeptAfterMs);
}
