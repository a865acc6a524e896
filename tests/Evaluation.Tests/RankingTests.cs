using AiDesk.Evaluation.Figures;

namespace AiDesk.Evaluation.Tests;

public class RankingTests
{
    [Theory]
    [InlineData("+0.9 +0.8 -0.3 -0.2", 1.0)]
    [InlineData("-0.9 -0.8 +0.3 +0.2", 0.0)]
    [InlineData("+0.5 -0.5 +0.5 -0.5", 0.5)]
    [InlineData("+0.9 -0.5 +0.3 -0.1", 0.75)]
    [InlineData("+0.9 -0.9 +0.3 -0.1", 0.625)]
    public void AreaUnderCurve_Order_IsShareOfPairsInOrder(string rows, double expected) =>
        Ranking.AreaUnderCurve(ScoredRows.Of(rows)).ShouldBe(expected);

    [Theory]
    [InlineData("+0.9 +0.8")]
    [InlineData("-0.9")]
    [InlineData("")]
    public void AreaUnderCurve_OneKindMissing_IsNull(string rows) => Ranking.AreaUnderCurve(ScoredRows.Of(rows)).ShouldBeNull();

    [Theory]
    [InlineData("+0.9 +0.5 +0.3 -0.4 -0.2", 0.0, 2 / 3.0)]
    [InlineData("+0.9 +0.5 +0.3 -0.4 -0.2", 0.5, 1.0)]
    [InlineData("+0.9 +0.4 -0.4 -0.2", 0.0, 0.5)]
    [InlineData("+0.1 -0.4 -0.2", 1.0, 1.0)]
    public void RecallAt_ShareOfFalsePositives_CountsWhatIsAboveTheNextHarmless(string rows, double share, double expected) =>
        Ranking.RecallAt(ScoredRows.Of(rows), share).ShouldBe(expected);

    [Fact]
    public void RecallAt_NoHarmlessRow_IsNull() => Ranking.RecallAt(ScoredRows.Of("+0.9"), 0.01).ShouldBeNull();
}
