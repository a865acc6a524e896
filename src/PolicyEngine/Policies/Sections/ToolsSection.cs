using System.Collections.Immutable;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>One entry of <c>tools:</c>; its name is the key.</summary>
internal static class ToolsSection
{
    /// <summary>Tools of one policy.</summary>
    public const int Most = 1000;

    private static readonly PolicyKey<string> Description = new("description", Texts.Long, "What the tool does, for the model and for people.") { Default = "", DefaultText = "none" };
    private static readonly PolicyKey<int> Level = new("level", new WholeNumberShape(1, 3), "Autopilot level that it needs. Level 3 always needs approval.") { Default = 1, DefaultText = "1" };
    private static readonly PolicyKey<ImmutableArray<ToolModes>> Modes = new("modes", new ListShape<ToolModes>(Choice.Of(ToolModes.None), "copilot, autopilot", 1, 2), "Modes in which it may be used.") { DefaultText = "[copilot, autopilot]" };
    private static readonly PolicyKey<ToolKind> Kind = new("kind", Choice.Of(ToolKind.Unspecified), "What the action is: gives the default risk, and sector rules go by it.") { DefaultText = "none; the risk is then high" };
    private static readonly PolicyKey<RiskLevel> Risk = new("risk", Choice.Of(RiskLevel.None), "low (allowed), medium (allowed, reviewed after), high (needs approval) or critical (escalated).") { DefaultText = "the kind's" };
    private static readonly PolicyKey<SideEffect> SideEffect = new("side_effect", Choice.Of<SideEffect>(), "none, internal, or external: it reaches someone outside. External ones need approval in copilot and are raised in a tainted session.") { DefaultText = "none" };
    private static readonly PolicyKey<IReadOnlyList<Named<Quantity>>> Cost = new("cost", new MapShape<Quantity>(Texts.Name, new QuantityShape(), "amounts by unit", 8), "What a call costs, unless the caller estimates it.") { Default = [], DefaultText = "nothing" };
    private static readonly PolicyKey<string> Subject = new("subject", Texts.Pointer, "JSON pointer to what the action is about: joins rules about what was done before.") { Default = "", DefaultText = "none" };
    private static readonly PolicyKey<ImmutableArray<string>> Money = new("money", new ListShape<string>(Texts.Pointer, "JSON pointers", 0, 16), "JSON pointers to monetary values in the arguments.") { Default = [], DefaultText = "none" };
    private static readonly PolicyKey<ToolArguments> Arguments = new("arguments", new ArgumentsShape(), "JSON Schema 2020-12 that the arguments must match, INVALID_ARGUMENTS. Replaces a base's as a whole.") { Default = ToolArguments.Any, DefaultText = "any object" };
    private static readonly PolicyKey<OutputField> Output = new("output", new OutputFieldsShape(), "The only fields of the tool's output that a model may see: string, number, integer or boolean, or a map (see below). Replaces a base's as a whole.") { Default = OutputField.Nothing, DefaultText = "an empty object" };
    private static readonly PolicyKey<string> Department = new("department", Texts.Short, "The department that pays.") { Default = "", DefaultText = "that of departments, else the caller's" };

    public static RecordShape<ToolDefinition> Shape { get; } = new(
        "tools.*",
        "What agents may use. A tool that is not here is denied, UNKNOWN_TOOL. At most 1,000.",
        [Description, Level, Modes, Kind, Risk, SideEffect, Cost, Subject, Money, Arguments, Output, Department],
        Read);

    private static ToolDefinition Read(RecordReader tool)
    {
        var arguments = tool.Get(Arguments);
        var definition = new ToolDefinition
        {
            Name = tool.Map.Key,
            Description = tool.Get(Description),
            Level = tool.Get(Level),
            Modes = tool.TryGet(Modes, out var modes) ? modes.Aggregate(ToolModes.None, (all, mode) => all | mode) : ToolModes.Copilot | ToolModes.Autopilot,
            Kind = tool.Get(Kind),
            Risk = tool.Get(Risk),
            SideEffect = tool.Get(SideEffect),
            Cost = ReadCost(tool),
            Subject = tool.Get(Subject),
            Money = tool.Get(Money),
            Arguments = arguments.Schema,
            ArgumentsJson = arguments.Json,
            Output = tool.Get(Output),
            Department = tool.Get(Department),
        };
        CheckPlace(tool, Subject, definition.Subject, arguments);
        foreach (var pointer in definition.Money)
        {
            CheckPlace(tool, Money, pointer, arguments);
        }

        tool.Reading.Names.Tools[definition.Name] = new KnownTool(definition, arguments.Node);
        return definition;
    }

    private static void CheckPlace(RecordReader tool, PolicyKey key, string pointer, ToolArguments arguments)
    {
        if (pointer.Length > 0 && !ArgumentPlace.IsPossible(arguments.Node, pointer))
        {
            tool.Fault(key, $"{pointer} is not among the arguments of {tool.Map.Key}");
        }
    }

    private static ImmutableArray<Amount> ReadCost(RecordReader tool)
    {
        var cost = ImmutableArray.CreateBuilder<Amount>();
        foreach (var (unit, quantity, _) in tool.Get(Cost))
        {
            if (quantity.TryCount(unit, tool.Reading, out var count))
            {
                cost.Add(new Amount(unit, count));
            }
        }

        return cost.ToImmutable();
    }
}
