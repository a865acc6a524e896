using AiDesk.Evaluation.Figures;
using AiDesk.Evaluation.Scoring;
using AiDesk.Policy.Injection.Learned;
using AiDesk.Training.Fitting;

namespace AiDesk.Training.Measuring;

/// <summary>What weights and thresholds that were chosen without a source do on that source.</summary>
/// <param name="Source">Its name; the project's own texts are one source.</param>
/// <param name="Figures">At the default points of policy.</param>
internal sealed record SourceFigures(string Source, DetectorFigures Figures)
{
    private const string Own = "AiDesk's own texts, a fifth at a time";

    /// <summary>Every source, and all of them together.</summary>
    public static IReadOnlyList<SourceFigures> Of(IReadOnlyList<UnseenScore> scores, OperatingPoints points)
    {
        var rows = new List<(string Source, ScoredRow Row)>();
        foreach (var source in scores.GroupBy(NameOf, StringComparer.Ordinal).OrderByDescending(source => source.Count()).ThenBy(source => source.Key, StringComparer.Ordinal))
        {
            // The thresholds, too, come from the other sources. The own texts are the only ones of their kind: they choose with the others.
            var calibration = CalibrationFit.Run(source.Key == Own ? scores : [.. scores.Where(score => NameOf(score) != source.Key)], points);
            rows.AddRange(source.Select(score => (source.Key, Row(score, calibration.LogOdds(score.Example.Evidence, score.Wording, score.Example.Length)))));
        }

        return
        [
            .. rows.GroupBy(row => row.Source, StringComparer.Ordinal).Select(group => new SourceFigures(group.Key, FiguresOf(group))),
            new SourceFigures("all public sources", FiguresOf(rows.Where(row => row.Source != Own))),
        ];
    }

    private static DetectorFigures FiguresOf(IEnumerable<(string Source, ScoredRow Row)> rows) => DetectorFigures.Of([.. rows.Select(row => row.Row)]);

    private static string NameOf(UnseenScore score) => score.Example.Text.IsOwn ? Own : score.Example.Text.Source;

    private static ScoredRow Row(UnseenScore score, double logOdds)
    {
        var text = score.Example.Text;
        var probability = FixedMath.Logistic(logOdds);
        var outcome = logOdds >= ScoreCalibration.DenyLogOdds ? ScoreOutcome.Deny : logOdds >= ScoreCalibration.FlagLogOdds ? ScoreOutcome.Flag : ScoreOutcome.Pass;
        return new ScoredRow(new Evaluation.Rows.Row(0, "", text.Text, "", text.Language, text.Kind, null), new TextScore(probability, outcome), text.IsAttack);
    }
}
