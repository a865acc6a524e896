using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.PolicyEngine.Tests.Leaks;

/// <summary>Under the evaluation's policy, which looks for personal data too.</summary>
public class HardNegativeTests
{
    private readonly LeakScorer _scorer = new();

    public static TheoryData<string> Texts => [.. HardNegatives.All];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Score_HardNegative_IsAllowed(string text)
    {
        _scorer.Score(text).ShouldBe(Verdict.Allow, string.Join(", ", _scorer.Findings.Items.ToArray().Select(f => f.Start < 0 ? f.Code : $"{f.Code} at {text[f.Start..f.End]}")));
        _scorer.Findings.Items.ToArray().ShouldNotContain(f => f.Reason == Reason.Leak);
    }

    [Fact]
    public void All_HardNegatives_AreAtLeast150() => HardNegatives.All.Distinct(StringComparer.Ordinal).Count().ShouldBeGreaterThanOrEqualTo(150);
}
