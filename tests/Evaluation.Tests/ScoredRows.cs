using AiDesk.Evaluation.Rows;
using AiDesk.Evaluation.Scoring;

namespace AiDesk.Evaluation.Tests;

/// <summary>Rows from a short notation: "+0.9" is an attack that scored 0.9, "-0.2" a harmless text that scored 0.2.</summary>
internal static class ScoredRows
{
    public static ScoredRow[] Of(string notation) => [.. notation.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Row)];

    private static ScoredRow Row(string text)
    {
        var value = double.Parse(text.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        var outcome = value >= 0.9 ? ScoreOutcome.Deny : value >= 0.6 ? ScoreOutcome.Flag : ScoreOutcome.Pass;
        return new ScoredRow(new Row(1, "", "", text[0] == '+' ? "injection" : "benign", "en", "direct", null), new TextScore(value, outcome), text[0] == '+');
    }
}
