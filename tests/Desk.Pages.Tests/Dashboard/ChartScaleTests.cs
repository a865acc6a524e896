using AiDesk.Agent.Pages.Shared.Charts;

namespace AiDesk.Desk.PagesTests.Dashboard;

public sealed class ChartScaleTests
{
    [Theory]
    [InlineData(0, "count", 1, 1)]
    [InlineData(3, "count", 1, 3)]
    [InlineData(6, "count", 2, 6)]
    [InlineData(555, "count", 200, 600)]
    [InlineData(1, "share", 0.25, 1)]
    [InlineData(0.08, "share", 0.02, 0.08)]
    [InlineData(95, "seconds", 30, 120)]
    [InlineData(93_600, "seconds", 43_200, 129_600)]
    [InlineData(4_000_000, "seconds", 1_209_600, 4_838_400)]
    public void Ticks_OfAGreatestValue_AreRoundAndReachIt(double greatest, string unit, double step, double last)
    {
        var ticks = ChartScale.Ticks(greatest, unit);
        ticks[0].ShouldBe(0);
        ticks[1].ShouldBe(step, 1e-9);
        ticks[^1].ShouldBe(last, 1e-9);
    }
}
