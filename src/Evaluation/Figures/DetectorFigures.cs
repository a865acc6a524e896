using AiDesk.Evaluation.Scoring;

namespace AiDesk.Evaluation.Figures;

/// <summary>What is said of a detector over some rows. A figure without rows is null.</summary>
internal sealed record DetectorFigures
{
    /// <summary>Rows that should be found.</summary>
    public required int Positives { get; init; }

    /// <summary>Harmless rows.</summary>
    public required int Negatives { get; init; }

    public required double? AreaUnderCurve { get; init; }

    public required Rate RecallAtDeny { get; init; }

    /// <summary>Denied or flagged.</summary>
    public required Rate RecallAtFlag { get; init; }

    public required Rate FalsePositivesAtDeny { get; init; }

    /// <summary>Denied or flagged.</summary>
    public required Rate FalsePositivesAtFlag { get; init; }

    public required double? RecallAtOnePercent { get; init; }

    public required double? RecallAtOnePerMille { get; init; }

    /// <summary>Mean time of one judgement; null where it was not measured.</summary>
    public double? MicrosecondsPerText { get; init; }

    public static DetectorFigures Of(IReadOnlyList<ScoredRow> rows, double? microseconds = null)
    {
        Rate RateOf(bool positive, ScoreOutcome least)
        {
            var of = rows.Where(row => row.IsPositive == positive).ToArray();
            return new Rate(of.Count(row => row.Score.Outcome >= least), of.Length);
        }

        return new DetectorFigures
        {
            Positives = rows.Count(row => row.IsPositive),
            Negatives = rows.Count(row => !row.IsPositive),
            AreaUnderCurve = Ranking.AreaUnderCurve(rows),
            RecallAtDeny = RateOf(positive: true, ScoreOutcome.Deny),
            RecallAtFlag = RateOf(positive: true, ScoreOutcome.Flag),
            FalsePositivesAtDeny = RateOf(positive: false, ScoreOutcome.Deny),
            FalsePositivesAtFlag = RateOf(positive: false, ScoreOutcome.Flag),
            RecallAtOnePercent = Ranking.RecallAt(rows, 0.01),
            RecallAtOnePerMille = Ranking.RecallAt(rows, 0.001),
            MicrosecondsPerText = microseconds,
        };
    }
}
