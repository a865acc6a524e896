using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Schemas.Json;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Tools.Conditions;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Policies;

/// <summary>What is settled once per tool says what the whole condition would.</summary>
public sealed class ReviewIndexTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000).WithCommittedSeed(20261121, 4711);

    private static readonly ToolDefinition[] Tools =
    [
        new() { Name = "pay", Kind = ToolKind.Billing },
        new() { Name = "look", Kind = ToolKind.Analyze },
        new() { Name = "write", Kind = ToolKind.Communication },
    ];

    [Fact]
    public void For_AnyConditionAndTool_SaysWhatTheWholeSays()
    {
        var cases = from condition in Trees(4) from tool in Gen.Elements(Tools) from copilot in Gen.Elements(true, false) select (condition, tool, copilot);

        Check.One(Runs, Prop.ForAll(cases.ToArbitrary(), drawn => Same(drawn.condition, drawn.tool, drawn.copilot ? CallMode.Copilot : CallMode.Autopilot)));
    }

    [Fact]
    public void Of_RulesAboutOtherTools_AreNotAsked()
    {
        var index = new ReviewIndex([Review("a", new ToolCondition(["pay"])), Review("b", new ToolCondition(["look"])), Review("c", new ModeCondition(CallMode.Copilot))]);

        index.Of(Tools[0]).Select(review => review.Name).ShouldBe(["a", "c"]);
        index.Of(Tools[2]).Select(review => review.Name).ShouldBe(["c"]);
    }

    [Fact]
    public void Of_ToolThatIsExempt_IsNotAsked()
    {
        var index = new ReviewIndex([Review("a", new ModeCondition(CallMode.Copilot)) with { Unless = new KindCondition([ToolKind.Billing]) }]);

        index.Of(Tools[0]).ShouldBeEmpty();
        index.Of(Tools[1]).Length.ShouldBe(1);
    }

    private static ReviewRule Review(string name, Condition when) => new() { Name = name, When = when };

    private static bool Same(Condition condition, ToolDefinition tool, CallMode mode)
    {
        var facts = new ConditionFacts
        {
            Document = new JsonIndex(),
            Snapshot = new PolicySnapshot { Tenant = "t", Version = "0" },
            Tool = tool,
            Context = new CallContext { Mode = mode },
            Arguments = "{}"u8,
            Money = 0,
        };
        return condition.For(tool).Holds(facts) == condition.Holds(facts);
    }

    private static Gen<Condition> Trees(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Elements("pay", "look", "other").Select(Condition (name) => new ToolCondition([name])),
            Gen.Elements(ToolKind.Billing, ToolKind.Analyze, ToolKind.Pricing).Select(Condition (kind) => new KindCondition([kind])),
            Gen.Elements(CallMode.Copilot, CallMode.Autopilot).Select(Condition (mode) => new ModeCondition(mode)));
        if (depth == 0)
        {
            return leaf;
        }

        var parts = Trees(depth - 1).ListOf(3);
        return Gen.OneOf(
            leaf,
            Trees(depth - 1).Select(Condition (inner) => new NotCondition(inner)),
            parts.Select(Condition (list) => new AllCondition([.. list])),
            parts.Select(Condition (list) => new AnyCondition([.. list])));
    }
}
