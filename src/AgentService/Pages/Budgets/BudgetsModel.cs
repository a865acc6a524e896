namespace AiDesk.Agent.Pages.Budgets;

/// <param name="IsAway">The policy service, which counts, does not answer.</param>
/// <param name="IsFrozen">The kill switch is on.</param>
/// <param name="Budgets">In the policy's order.</param>
/// <param name="Rates">In the policy's order.</param>
/// <param name="BlockAt">Strikes at which a session is blocked; 0 when the policy counts none.</param>
/// <param name="Asked">What one person, session or address has used; null when nobody asked.</param>
public sealed record BudgetsModel(bool IsAway, bool IsFrozen, IReadOnlyList<BudgetLine> Budgets, IReadOnlyList<RateLine> Rates, int BlockAt, AskedUsage? Asked)
{
    public static BudgetsModel Away { get; } = new(true, false, [], [], 0, null);
}

/// <param name="Descriptor">Whom or what was asked about.</param>
/// <param name="Budgets">Counted by it.</param>
/// <param name="Rates">Counted by it.</param>
/// <param name="Strikes">That count now.</param>
/// <param name="BlockedUntil">Null when it is not blocked.</param>
public sealed record AskedUsage(string Descriptor, IReadOnlyList<BudgetLine> Budgets, IReadOnlyList<RateLine> Rates, int Strikes, DateTimeOffset? BlockedUntil);

/// <summary>One budget in its window of now; amounts in the smallest unit, points in thousandths of the cap (0 never).</summary>
public sealed record BudgetLine(string Name, string Unit, string Per, string Descriptor, long Committed, long Reserved, long Cap, int WarnAt, int ApproveAt, int DenyAt, string Window, DateTimeOffset? WindowEnd, bool IsMonitored)
{
    public long Used => Committed + Reserved;

    /// <summary>0 and up.</summary>
    public double Share => Cap == 0 ? 1 : Used / (double)Cap;

    /// <summary>The amount at which a point is reached: rounded up, as the policy service does.</summary>
    public long AmountAt(int thousandths) => (long)((((Int128)Cap * thousandths) + 999) / 1000);

    /// <summary>What the next call meets: deny, approve, warn or fine.</summary>
    public string State => Used >= AmountAt(DenyAt) || Used >= Cap ? "deny" : Reached(ApproveAt) ? "approve" : Reached(WarnAt) ? "warn" : "fine";

    private bool Reached(int thousandths) => thousandths > 0 && Used >= AmountAt(thousandths);
}

/// <summary>One rate limit now.</summary>
public sealed record RateLine(string Name, string Per, string Descriptor, long Used, long Remaining, long Limit, TimeSpan Window, DateTimeOffset? ResetTime, bool IsMonitored);
