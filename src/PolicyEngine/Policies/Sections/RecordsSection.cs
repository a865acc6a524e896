using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Records;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>records:</c>, what is kept of decisions.</summary>
internal static class RecordsSection
{
    private static readonly RecordRules Standard = new();

    private static readonly PolicyKey<CaptureRule> Capture = new("capture", Choice.Of<CaptureRule>(), "Text that records hold: none (keyed hashes only), interventions (the text of those), all.") { Default = Standard.Capture, DefaultText = "none" };
    private static readonly PolicyKey<long> Retain = new("retain", new DurationShape(DurationText.Day, 3660 * DurationText.Day), "How long records are kept.") { Default = Standard.RetainMs, DefaultText = "90d" };

    public static RecordShape<RecordRules> Shape { get; } = new(
        "records", "What is kept of decisions.", [Capture, Retain], records => new RecordRules { Capture = records.Get(Capture), RetainMs = records.Get(Retain) });
}
