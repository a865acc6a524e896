using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>Keys that mean the same wherever they stand.</summary>
internal static class Keys
{
    private const string OutageText = "What happens when the counters do not answer: deny, local (a bounded counter in the process) or allow. The decision is degraded.";

    private static readonly ChoiceShape<Enforcement> EnforcementShape = Choice.Of(Decisions.Enforcement.None);

    public static PolicyKey<Enforcement> EnforcementOf(string rule, string name = "enforcement") =>
        new(name, EnforcementShape, $"Whether {rule} binds: in monitor its verdict is recorded and does not count.") { Default = Decisions.Enforcement.Enforce, DefaultText = "the tenant's" };

    public static PolicyKey<Enforcement> TenantEnforcement { get; } =
        new("enforcement", EnforcementShape, "Whether rules bind. In monitor their verdicts are recorded and do not count; any rule may say otherwise for itself. Unknown and disallowed tools, level 3, argument validation, the output field map, decision tokens, authentication and the kill switch always bind.")
        {
            Default = Decisions.Enforcement.Enforce,
            DefaultText = "enforce",
        };

    public static PolicyKey<WhenMissing> WhenMissing(WhenMissing otherwise, string text) =>
        new("when_missing", Choice.Of<WhenMissing>(), "What happens when the field that it counts by is absent: shared (all such calls share one bucket), deny (MISSING_DESCRIPTOR) or skip (shown among the checks).") { Default = otherwise, DefaultText = text };

    public static PolicyKey<OutageRule> Outage(OutageRule otherwise, string text) =>
        new("outage", Choice.Of<OutageRule>(), OutageText) { Default = otherwise, DefaultText = text };

    /// <summary>Without a value the default depends on the call: <see cref="OutageDefault"/>.</summary>
    public static PolicyKey<OutageRule> Outage() =>
        new("outage", Choice.Of<OutageRule>(), OutageText) { DefaultText = "deny in autopilot and for side effects, else local" };

    public static PolicyKey<AbuseRule> Abuse(string what) =>
        new("abuse", Choice.Of<AbuseRule>(), $"What the built-in lexicon of abuse does to {what}.") { Default = AbuseRule.Deny, DefaultText = "deny" };

    public static PolicyKey<WordList> ForbiddenWords(string what) =>
        new("forbidden_words", new WordsShape(), $"Words and phrases that {what} may not contain, besides the lexicon of abuse. They are matched on folded text: case, accents and disguises do not matter.") { Default = WordList.Empty, DefaultText = "none" };
}
