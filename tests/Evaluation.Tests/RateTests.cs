using AiDesk.Evaluation.Figures;

namespace AiDesk.Evaluation.Tests;

public class RateTests
{
    // Values of the published formula, to three digits.
    [Theory]
    [InlineData(0, 10, 0.0, 0.278)]
    [InlineData(10, 10, 0.722, 1.0)]
    [InlineData(1, 10, 0.018, 0.404)]
    [InlineData(50, 100, 0.404, 0.596)]
    [InlineData(0, 0, 0.0, 1.0)]
    public void Interval_Share_IsWilsons(int hits, int of, double low, double high)
    {
        var interval = new Rate(hits, of).Interval();
        interval.Low.ShouldBe(low, 0.0006);
        interval.High.ShouldBe(high, 0.0006);
    }

    [Fact]
    public void Value_NoRows_IsNull() => new Rate(0, 0).Value.ShouldBeNull();
}
