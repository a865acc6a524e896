using AiDesk.Evaluation.Scoring;

namespace AiDesk.Evaluation.Figures;

/// <summary>Figures of the order of scores, whatever the thresholds are.</summary>
internal static class Ranking
{
    /// <summary>Probability that a row to be found scores above a harmless one, equal scores counting half (Mann–Whitney); null when one kind is missing.</summary>
    public static double? AreaUnderCurve(IEnumerable<ScoredRow> rows)
    {
        var sorted = rows.OrderBy(row => row.Score.Value).ToArray();
        long positives = sorted.Count(row => row.IsPositive);
        var negatives = sorted.Length - positives;
        if (positives == 0 || negatives == 0)
        {
            return null;
        }

        var ranks = 0.0;
        for (var i = 0; i < sorted.Length;)
        {
            var end = i;
            var tied = 0;
            while (end < sorted.Length && sorted[end].Score.Value.Equals(sorted[i].Score.Value))
            {
                tied += sorted[end++].IsPositive ? 1 : 0;
            }

            ranks += tied * ((i + 1 + end) / 2.0);
            i = end;
        }

        return (ranks - (positives * (positives + 1) / 2.0)) / ((double)positives * negatives);
    }

    /// <summary>Recall at the lowest threshold that lets at most this share of harmless rows through; null when one kind is missing.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="falsePositives">0 to 1.</param>
    public static double? RecallAt(IReadOnlyList<ScoredRow> rows, double falsePositives)
    {
        var negatives = rows.Where(row => !row.IsPositive).Select(row => row.Score.Value).OrderDescending().ToArray();
        var positives = rows.Where(row => row.IsPositive).ToArray();
        if (negatives.Length == 0 || positives.Length == 0)
        {
            return null;
        }

        // The first harmless score that may no longer be found: everything above it is.
        var allowed = (int)(falsePositives * negatives.Length);
        var above = allowed < negatives.Length ? negatives[allowed] : double.NegativeInfinity;
        return (double)positives.Count(row => row.Score.Value > above) / positives.Length;
    }
}
