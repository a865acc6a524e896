using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Tools;

public sealed class ToolAccessTests
{
    [Theory]
    [InlineData(CallMode.Autopilot, Obligations.TransferToHuman)]
    [InlineData(CallMode.Copilot, Obligations.None)]
    public void Check_UnknownTool_IsDenied(CallMode mode, Obligations obligations)
    {
        var bench = new ToolBench();

        var decision = bench.Check(ToolBench.Call("nobody_knows", mode: mode));

        decision.Verdict.ShouldBe(Verdict.Deny);
        decision.Reason.ShouldBe(Reason.UnknownTool);
        decision.Obligations.ShouldBe(obligations);
        bench.Work.Tool.ShouldBeNull();
        bench.Work.Json.WrittenCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(ToolModes.Autopilot, 1, CallMode.Copilot, Verdict.Deny, "tool.mode")]
    [InlineData(ToolModes.Copilot, 1, CallMode.Autopilot, Verdict.Deny, "tool.mode")]
    [InlineData(ToolModes.Copilot | ToolModes.Autopilot, 1, CallMode.None, Verdict.Deny, "tool.mode")]
    [InlineData(ToolModes.Copilot | ToolModes.Autopilot, 2, CallMode.Autopilot, Verdict.Allow, "")]
    [InlineData(ToolModes.Copilot | ToolModes.Autopilot, 3, CallMode.Autopilot, Verdict.Deny, "tool.level")]
    [InlineData(ToolModes.Copilot | ToolModes.Autopilot, 3, CallMode.Copilot, Verdict.RequireApproval, "risk.level_3")]
    public void Check_ModeAndLevel_DecideOnAccess(ToolModes modes, int level, CallMode mode, Verdict verdict, string code)
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(ToolBench.Tool("look_up", ToolKind.Analyze) with { Modes = modes, Level = level }) };

        bench.Check(ToolBench.Call("look_up", mode: mode)).Verdict.ShouldBe(verdict);

        bench.Codes.FirstOrDefault("").ShouldBe(code);
    }

    [Fact]
    public void Check_MonitoredTenant_StillDeniesWhatIsNotAllowed()
    {
        var bench = new ToolBench();
        bench.Snapshot = bench.Snapshot with { Enforcement = Enforcement.Monitor };

        bench.Check(ToolBench.Call("nobody_knows")).Verdict.ShouldBe(Verdict.Deny);
        bench.Check(ToolBench.Call("look_up", "{}")).Reason.ShouldBe(Reason.InvalidArguments);
    }

    [Fact]
    public void Check_RunOfAnotherSession_IsDenied()
    {
        var bench = new ToolBench { RunOwner = "s-2" };

        bench.Check(ToolBench.Call("look_up")).Verdict.ShouldBe(Verdict.Deny);
    }

    [Fact]
    public void Check_InvalidArguments_NamesEachFault()
    {
        var bench = new ToolBench();

        var decision = bench.Check(ToolBench.Call("look_up", """{"text":1,"other":true}"""));

        decision.Verdict.ShouldBe(Verdict.Deny);
        decision.Reason.ShouldBe(Reason.InvalidArguments);
        bench.Work.Findings.Items.ToArray().Select(finding => (finding.Field, finding.Detail)).ShouldBe(
        [
            ("/text", "must be of type string"),
            ("/other", "is not allowed"),
            ("/contact_id", "is required"),
        ]);
        bench.Work.Json.WrittenCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("[]", "", "must be an object")]
    [InlineData("null", "", "must be an object")]
    [InlineData("{\"contact_id\":\"a\",\"contact_id\":\"b\"}", "/contact_id", "is there twice")]
    [InlineData("{\"contact_id\":\"\\ud800\"}", "/contact_id", "has half a surrogate pair")]
    [InlineData("{\"contact_id\":\"a\",\"amount\":9007199254740993}", "/amount", "is a number that loses digits in a double: send it as a string")]
    [InlineData("{\"contact_id\":\"a\",\"amount\":NaN}", "", "is not valid JSON at byte 27")]
    public void Check_ArgumentsThatCannotBeTrusted_AreDenied(string arguments, string field, string detail)
    {
        var bench = new ToolBench();

        bench.Check(ToolBench.Call("look_up", arguments)).Reason.ShouldBe(Reason.InvalidArguments);

        var finding = bench.Work.Findings.Items.ToArray().ShouldHaveSingleItem();
        finding.Field.ShouldBe(field);
        finding.Detail.ShouldBe(detail);
        bench.Work.Json.WrittenCount.ShouldBe(0);
    }

    [Fact]
    public void Check_NoArguments_AreAnEmptyObject()
    {
        var bench = new ToolBench { Snapshot = ToolBench.SnapshotOf(new ToolDefinition { Name = "ping", Kind = ToolKind.Internal }) };

        bench.Check(ToolBench.Call("ping", "")).Verdict.ShouldBe(Verdict.Allow);

        Encoding.UTF8.GetString(bench.Work.Json.WrittenSpan).ShouldBe("{}");
    }

    [Fact]
    public void Check_ValidArguments_AreGivenInCanonicalForm()
    {
        var bench = new ToolBench();

        bench.Check(ToolBench.Call("look_up", """{ "text": "\u0041", "contact_id": "c-1", "amount": 1.50 }"""));

        Encoding.UTF8.GetString(bench.Work.Json.WrittenSpan).ShouldBe("""{"amount":1.5,"contact_id":"c-1","text":"A"}""");
        bench.Work.Subject.ShouldBe("c-1");
    }
}
