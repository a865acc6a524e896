using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Tools;

public sealed class ToolListingTests
{
    private static readonly PolicySnapshot Snapshot = ToolBench.SnapshotOf(
        ToolBench.Tool("b_level_2", ToolKind.CreateContent) with { Level = 2 },
        ToolBench.Tool("a_level_1", ToolKind.Analyze),
        ToolBench.Tool("c_level_3", ToolKind.Analyze) with { Level = 3 },
        ToolBench.Tool("d_copilot", ToolKind.Analyze) with { Modes = ToolModes.Copilot, SideEffect = SideEffect.External });

    [Theory]
    [InlineData(CallMode.Autopilot, 0, "a_level_1,b_level_2")]
    [InlineData(CallMode.Autopilot, 1, "a_level_1")]
    [InlineData(CallMode.Autopilot, 3, "a_level_1,b_level_2")]
    [InlineData(CallMode.Copilot, 0, "a_level_1,b_level_2,c_level_3,d_copilot")]
    [InlineData(CallMode.None, 0, "")]
    public void For_ModeAndLevel_ListsWhatCouldBeAllowed(CallMode mode, int level, string names)
    {
        string.Join(',', ToolListing.For(Snapshot, mode, level).Select(offer => offer.Tool.Name)).ShouldBe(names);
    }

    [Fact]
    public void For_Copilot_SaysWhatNeedsApproval()
    {
        ToolListing.For(Snapshot, CallMode.Copilot, 0).Select(offer => (offer.Risk, offer.NeedsApproval)).ShouldBe(
        [
            (RiskLevel.Low, false),
            (RiskLevel.Medium, false),
            (RiskLevel.Low, true),
            (RiskLevel.Low, true),
        ]);
    }
}
