using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies.Shapes;

namespace AiDesk.Policy.Policies.Sections;

internal sealed record DuplicateRules(long WithinMs, int MaxRepeats, Enforcement Enforcement)
{
    public static DuplicateRules Standard { get; } = new(new InputRules().DuplicateWithinMs, new InputRules().DuplicateMaxRepeats, Enforcement.Enforce);
}

/// <summary><c>input.duplicates:</c></summary>
internal static class DuplicatesSection
{
    private static readonly PolicyKey<long> Within = new("within", new DurationShape(DurationText.Second, 7 * DurationText.Day, zero: true), "How long a message is remembered, of the session's latest 128; 0s turns the check off.") { Default = DuplicateRules.Standard.WithinMs, DefaultText = "10m" };
    private static readonly PolicyKey<int> MaxRepeats = new("max_repeats", new WholeNumberShape(0, 100), "Copies allowed within that time; one more is denied, DUPLICATE.") { DefaultText = "0" };
    private static readonly PolicyKey<Enforcement> Binds = Keys.EnforcementOf("the check for duplicates");

    public static RecordShape<DuplicateRules> Shape { get; } = new(
        "input.duplicates",
        "The same message again from the same session, folded (case, accents, and how much white space is around and between its words do not make it another).",
        [Within, MaxRepeats, Binds],
        duplicates => new DuplicateRules(duplicates.Get(Within), duplicates.Get(MaxRepeats), duplicates.Enforcement(Binds)));
}
