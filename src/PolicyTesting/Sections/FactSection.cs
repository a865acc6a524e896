using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary><c>fact:</c> of a step.</summary>
internal static class FactSection
{
    private static readonly PolicyKey<string> Done = new("done", Texts.Short, "The fact: a tool, a kind, or a review's name with _review after it.") { Required = true, Default = "" };
    private static readonly PolicyKey<string> Subject = new("subject", Texts.Short, "What it was done for.") { Required = true, Default = "" };

    public static RecordShape<FactAction> Shape { get; } = new(
        "cases[].steps[].fact",
        "Something was done before, and PolicyService recorded it.",
        [Done, Subject],
        fact => new FactAction(fact.Get(Done), fact.Get(Subject)),
        isWhole: true);
}
