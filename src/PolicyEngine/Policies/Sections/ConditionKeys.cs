using System.Collections.Immutable;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Tools.Conditions;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>The predicates there are.</summary>
internal static class ConditionKeys
{
    private static readonly PolicyKey<ImmutableArray<string>> ToolNames = new("tools", new ListShape<string>(Texts.ToolName, "tools of this policy", 1, 1000), "The call is of one of these tools.");
    private static readonly PolicyKey<ImmutableArray<ToolKind>> Kinds = new("kinds", new ListShape<ToolKind>(Choice.Of(ToolKind.Unspecified), "kinds", 1, 32), "The tool is of one of these kinds.");
    private static readonly PolicyKey<Predicate> Argument = new("argument", ArgumentSection.Shape, "A value of the arguments.");
    private static readonly PolicyKey<Quantity> MoneyAbove = new("money_above", new QuantityShape(), "The greatest of the tool's money values is above this.");
    private static readonly PolicyKey<Predicate> Attribute = new("attribute", AttributeSection.Shape, "An attribute of the call; absent ones never hold.");
    private static readonly PolicyKey<CallMode> Mode = new("mode", Choice.Of(CallMode.None), "Who acts.");
    private static readonly PolicyKey<ImmutableArray<string>> Department = new("department", new ListShape<string>(Texts.Short, "departments", 1, 100, single: true), "The department that pays: the tool's, else the caller's.");
    private static readonly PolicyKey<ImmutableArray<Sector>> Sectors = new("sector", new ListShape<Sector>(Choice.Of<Sector>(), "sectors", 1, 4, single: true), "The tenant's sector: for bases that several share.");
    private static readonly PolicyKey<ImmutableArray<Condition>> AllOf = new("all", new LateList(mayLower: false), "Every one of these holds.");
    private static readonly PolicyKey<ImmutableArray<Condition>> AnyOf = new("any", new LateList(mayLower: false), "At least one of these holds.");
    private static readonly PolicyKey<Condition> Not = new("not", new LateOne(), "This does not hold.");

    public static PolicyKey[] All { get; } = [ToolNames, Kinds, Argument, MoneyAbove, Attribute, Mode, Department, Sectors, AllOf, AnyOf, Not];

    public static RecordShape Documented { get; } = new Page();

    public static List<Condition> Read(RecordReader condition, bool mayLower)
    {
        var parts = new List<Condition>();
        if (condition.TryGet(ToolNames, out var tools))
        {
            CheckNames(condition, ToolNames, tools, condition.Reading.Names.Tools.ContainsKey, condition.Reading.Names.Tools.Keys, "tool of this policy");
            parts.Add(new ToolCondition(tools));
        }

        if (condition.TryGet(Kinds, out var kinds))
        {
            parts.Add(new KindCondition(kinds));
        }

        if (condition.TryGet(Argument, out var argument))
        {
            parts.Add(argument.Compile(mayLower));
        }

        if (condition.TryGet(MoneyAbove, out var money))
        {
            parts.Add(new MoneyCondition(money.Value));
        }

        if (condition.TryGet(Attribute, out var attribute))
        {
            if (mayLower && attribute.IsClaimed)
            {
                condition.Fault(Attribute, "comes from the caller's own claim, which may not make a verdict milder: it cannot stand under unless or not");
            }

            parts.Add(attribute.Compile(mayLower));
        }

        if (condition.TryGet(Mode, out var mode))
        {
            parts.Add(new ModeCondition(mode));
        }

        if (condition.TryGet(Department, out var departments))
        {
            CheckNames(condition, Department, departments, condition.Reading.Names.Departments.Contains, condition.Reading.Names.Departments, "department of departments or of a budget's caps");
            parts.Add(new DepartmentCondition(departments));
        }

        if (condition.TryGet(Sectors, out var sectors))
        {
            parts.Add(new SectorCondition(sectors));
        }

        ReadNested(condition, mayLower, parts);
        return parts;
    }

    private static void ReadNested(RecordReader condition, bool mayLower, List<Condition> parts)
    {
        if (condition.Map.Find(AllOf.Name) is { } all && new LateList(mayLower).TryRead(all, condition.Reading, out var every))
        {
            parts.Add(new AllCondition(every));
        }

        if (condition.Map.Find(AnyOf.Name) is { } any && new LateList(mayLower).TryRead(any, condition.Reading, out var some))
        {
            parts.Add(new AnyCondition(some));
        }

        if (condition.Map.Find(Not.Name) is { } not && new ConditionShape(!mayLower).TryRead(not, condition.Reading, out var inner))
        {
            parts.Add(new NotCondition(inner));
        }
    }

    private static void CheckNames(RecordReader condition, PolicyKey key, ImmutableArray<string> names, Func<string, bool> isKnown, IEnumerable<string> known, string what)
    {
        foreach (var name in names.Where(name => !isKnown(name)))
        {
            condition.Fault(key, $"{Quoted.Of(name)} is no {what}{NearestName.Hint(name, known)}");
        }
    }

    /// <summary>Made late: conditions hold conditions.</summary>
    private sealed class LateList(bool mayLower) : Shape<ImmutableArray<Condition>>
    {
        public override string Label => "a list of conditions, at least 1, at most 50";

        public override bool TryRead(PolicyNode node, PolicyReading reading, out ImmutableArray<Condition> value) => List.TryRead(node, reading, out value);

        public override System.Text.Json.Nodes.JsonObject Schema(System.Text.Json.Nodes.JsonObject definitions) => List.Schema(definitions);

        private ListShape<Condition> List => new(new ConditionShape(mayLower), "conditions", 1, 50);
    }

    private sealed class LateOne : Shape<Condition>
    {
        public override string Label => "a condition";

        public override bool TryRead(PolicyNode node, PolicyReading reading, out Condition value) => new ConditionShape(true).TryRead(node, reading, out value);

        public override System.Text.Json.Nodes.JsonObject Schema(System.Text.Json.Nodes.JsonObject definitions) => new ConditionShape(true).Schema(definitions);
    }

    private sealed class Page() : RecordShape(
        "conditions",
        "A map of predicates, all of which must hold. They are typed and compiled once, not a scripting language; one that names something unknown is an error. A policy may have 1,000, those within others too.",
        All,
        isWhole: true);
}
