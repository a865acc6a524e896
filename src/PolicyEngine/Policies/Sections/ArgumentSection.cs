using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Schemas;
using AiDesk.Policy.Tools.Conditions;

namespace AiDesk.Policy.Policies.Sections;

/// <summary><c>argument:</c> of a condition.</summary>
internal static class ArgumentSection
{
    private static readonly PolicyKey<string> Pointer = new("pointer", Texts.Pointer, "JSON pointer to the value. An argument that is absent never holds.") { Required = true, Default = "" };

    public static RecordShape<Predicate> Shape { get; } = new(
        "conditions.argument",
        "A value of the arguments. A value of a type that cannot be compared counts on the severe side: it holds under when, and does not under unless.",
        [Pointer, .. ComparisonKeys.All],
        Read,
        isWhole: true);

    private static Predicate Read(RecordReader argument)
    {
        var pointer = argument.Get(Pointer);
        var comparison = ComparisonKeys.Read(argument);
        var tools = argument.Reading.Names.Tools.Values;
        if (pointer.Length > 0 && tools.Count > 0 && !tools.Any(tool => ArgumentPlace.IsPossible(tool.Arguments, pointer)))
        {
            argument.Fault(Pointer, $"{pointer} is not among the arguments of any tool");
        }

        JsonPointer.TryParse(pointer, out var place);
        return new Predicate(mayLower => new ArgumentCondition(place, comparison, otherwise: !mayLower), IsClaimed: false);
    }
}
