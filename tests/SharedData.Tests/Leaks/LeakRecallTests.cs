using AiDesk.Policy.Decisions;
using AiDesk.Policy.Leaks;

namespace AiDesk.SharedData.Tests.Leaks;

/// <summary>
/// Floors under what is found of the labelled texts, and ceilings over what is wrongly found, as the evaluation's policy has it. They are a little below
/// what was measured (docs/detection-leaks.md): a change that falls under one has lost something.
/// </summary>
public class LeakRecallTests
{
    private static readonly Dictionary<string, (int Count, int Denied)> ByKind = Score(row => row.Kind);
    private static readonly Dictionary<string, (int Count, int Denied)> BenignBySource = Score(row => row.IsLeak ? "" : row.Source);

    [Theory]
    [InlineData("secret", 0.9)]
    [InlineData("jwt", 1)]
    [InlineData("stack_trace", 1)]
    [InlineData("internal_id", 1)]
    [InlineData("uuid", 1)]
    [InlineData("pii_card", 0.94)]
    [InlineData("pii_iban", 1)]
    [InlineData("pii_email", 0.9)]
    [InlineData("pii_phone", 0.94)]
    [InlineData("pii_national_id", 0.85)]
    [InlineData("pii_ip", 0.7)]
    public void Score_LeaksOfDev_AreFoundAsOftenAsBefore(string kind, double floor)
    {
        var (count, denied) = ByKind[kind];
        ((double)denied / count).ShouldBeGreaterThanOrEqualTo(floor, $"{denied} of {count}");
    }

    /// <summary>Sources of conversations; the scanners' own sources label texts as harmless that hold another secret than the one they test for.</summary>
    [Theory]
    [InlineData("sierra-research/tau-bench (retail)", 0.01)]
    [InlineData("constructed from sierra-research/tau-bench (retail)", 0)]
    [InlineData("bitext/customer-support-llm-chatbot-training-dataset (via pmmd05/Proyecto1_IA)", 0)]
    [InlineData("microsoft/presidio-research", 0)]
    public void Score_HarmlessTextsOfDev_AreLeftAlone(string source, double ceiling)
    {
        var (count, denied) = BenignBySource[source];
        ((double)denied / count).ShouldBeLessThanOrEqualTo(ceiling, $"{denied} of {count}");
    }

    [Fact]
    public void Score_AllHarmlessTextsOfDev_AreLeftAloneButForAFew()
    {
        var count = BenignBySource.Where(pair => pair.Key.Length > 0).Sum(pair => pair.Value.Count);
        var denied = BenignBySource.Where(pair => pair.Key.Length > 0).Sum(pair => pair.Value.Denied);
        ((double)denied / count).ShouldBeLessThanOrEqualTo(0.027, $"{denied} of {count}");
    }

    private static Dictionary<string, (int Count, int Denied)> Score(Func<LeakRow, string> keyOf)
    {
        var scorer = new LeakScorer();
        return LeakRow.Read("dev.jsonl.gz")
            .GroupBy(keyOf, row => scorer.Score(row.Text) != Verdict.Allow ? 1 : 0, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (group.Count(), group.Sum()), StringComparer.Ordinal);
    }
}
