using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

internal sealed record ApprovalRules(long ExpireAfterMs)
{
    public static ApprovalRules Standard { get; } = new(24 * DurationText.Hour);
}

/// <summary><c>approvals:</c></summary>
internal static class ApprovalsSection
{
    private static readonly PolicyKey<long> ExpireAfter = new("expire_after", new DurationShape(DurationText.Minute, 30 * DurationText.Day), "How long a held call waits for a person; then it is refused.") { Default = ApprovalRules.Standard.ExpireAfterMs, DefaultText = "24h" };

    public static RecordShape<ApprovalRules> Shape { get; } = new(
        "approvals", "Held calls.", [ExpireAfter], approvals => new ApprovalRules(approvals.Get(ExpireAfter)));
}
