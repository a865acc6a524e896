using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Records;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>records:</c>, what is kept of decisions.</summary>
internal static class RecordsSection
{
    private static readonly RecordRules Standard = new();

    private static readonly PolicyKey<CaptureRule> Capture = new("capture", Choice.Of<CaptureRule>(), "Text that records hold: none (keyed hashes only), interventions (the text of those), all.") { Default = Standard.Capture, DefaultText = "none" };
    private static readonly PolicyKey<PlainAllowRule> PlainAllow = new("plain_allow", Choice.Of<PlainAllowRule>(), "Records of plain ALLOW decisions: droppable (left out when the sink cannot keep up; with capture: all as keep), keep (as surely as interventions: where they cannot be recorded the decision is DENY), drop (never written). What is left out is counted.") { Default = Standard.PlainAllow, DefaultText = "droppable" };
    private static readonly PolicyKey<long> Retain = new("retain", new DurationShape(DurationText.Day, 3660 * DurationText.Day), "How long records are kept.") { Default = Standard.RetainMs, DefaultText = "90d" };

    public static RecordShape<RecordRules> Shape { get; } = new(
        "records", "What is kept of decisions.", [Capture, PlainAllow, Retain], Read);

    private static RecordRules? Read(RecordReader records)
    {
        var rules = new RecordRules { Capture = records.Get(Capture), PlainAllow = records.Get(PlainAllow), RetainMs = records.Get(Retain) };
        if (rules is { Capture: CaptureRule.All, PlainAllow: PlainAllowRule.Drop })
        {
            records.Fault(PlainAllow, "is drop, and capture is all: one of them");
            return null;
        }

        return rules;
    }
}
