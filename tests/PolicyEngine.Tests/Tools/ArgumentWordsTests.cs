using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Text;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Tools;

public sealed class ArgumentWordsTests
{
    private static readonly WordList Rival = WordList.Compile(["rivalcorp"]);

    private static readonly WordList Secret = WordList.Compile(["project zebra"]);

    [Theory]
    [InlineData("we beat RivalCorp", SideEffect.None, Verdict.Deny, "words.forbidden")]
    [InlineData("we beat R1valc0rp", SideEffect.None, Verdict.Deny, "words.forbidden")]
    [InlineData("about project zebra", SideEffect.Internal, Verdict.Allow, "")]
    [InlineData("about Project  Zebra", SideEffect.External, Verdict.Deny, "words.forbidden")]
    [InlineData("nothing of note", SideEffect.External, Verdict.Allow, "")]
    public void Check_WordInAnArgument_IsDeniedWithItsPlace(string text, SideEffect sideEffect, Verdict verdict, string code)
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("act", ToolKind.Internal) with { SideEffect = sideEffect }) };
        bench.Snapshot = bench.Snapshot with
        {
            Input = new InputRules { ForbiddenWords = Rival },
            Output = new OutputRules { ForbiddenWords = Secret },
        };

        var decision = bench.Check(ToolBench.Call("act", $$"""{"contact_id":"c-1","text":"{{text}}"}"""));

        decision.Verdict.ShouldBe(verdict);
        bench.Codes.FirstOrDefault("").ShouldBe(code);
        if (verdict == Verdict.Deny)
        {
            decision.Reason.ShouldBe(Reason.ForbiddenContent);
            bench.Work.Findings[0].Field.ShouldBe("/text");
        }
    }

    [Fact]
    public void Check_WordsInMonitor_AreNotedOnly()
    {
        var bench = new ToolBench();
        bench.Snapshot = bench.Snapshot with { Input = new InputRules { ForbiddenWords = Rival, WordsEnforcement = Enforcement.Monitor } };

        bench.Check(ToolBench.Call("look_up", """{"contact_id":"rivalcorp"}""")).Verdict.ShouldBe(Verdict.Allow);

        bench.Work.Findings[0].Field.ShouldBe("/contact_id");
        bench.Work.Findings[0].Monitored.ShouldBeTrue();
    }

    [Theory]
    [InlineData(AbuseRule.Off, AbuseRule.Off, SideEffect.External, CheckOutcome.Skipped)]
    [InlineData(AbuseRule.Off, AbuseRule.Deny, SideEffect.Internal, CheckOutcome.Skipped)]
    [InlineData(AbuseRule.Off, AbuseRule.Deny, SideEffect.External, CheckOutcome.Ran)]
    [InlineData(AbuseRule.Flag, AbuseRule.Off, SideEffect.None, CheckOutcome.Ran)]
    public void Check_NothingToLookFor_IsSkipped(AbuseRule input, AbuseRule output, SideEffect sideEffect, CheckOutcome outcome)
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("act", ToolKind.Internal) with { SideEffect = sideEffect }) };
        bench.Snapshot = bench.Snapshot with { Input = new InputRules { Abuse = input }, Output = new OutputRules { Abuse = output } };

        bench.Check(ToolBench.Call("act"));

        bench.Work.Checks[CheckKind.ForbiddenWords].ShouldBe(outcome);
    }

    [Fact]
    public void Check_WordFarIntoALongArgument_IsFound()
    {
        var tool = new ToolDefinition { Name = "act", Kind = ToolKind.Internal };
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(tool) with { Input = new InputRules { ForbiddenWords = Rival } } };
        var text = string.Concat(Enumerable.Repeat("all is well here ", 6_000)) + "rivalcorp";

        bench.Check(ToolBench.Call("act", $$"""{"deep":[{"text":"{{text}}"}]}""")).Verdict.ShouldBe(Verdict.Deny);

        bench.Work.Findings[0].Field.ShouldBe("/deep/0/text");
    }
}
