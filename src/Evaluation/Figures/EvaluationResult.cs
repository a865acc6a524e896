using AiDesk.Evaluation.Scoring;

namespace AiDesk.Evaluation.Figures;

/// <summary>Figures by file, over all, by language and by kind.</summary>
internal sealed record EvaluationResult
{
    public required IReadOnlyList<(string File, DetectorFigures Figures)> Files { get; init; }

    public required DetectorFigures Pooled { get; init; }

    public required IReadOnlyList<(string Language, DetectorFigures Figures)> ByLanguage { get; init; }

    public required IReadOnlyList<(string Kind, DetectorFigures Figures)> ByKind { get; init; }

    public static EvaluationResult Of(IReadOnlyList<ScoredFile> files)
    {
        var rows = files.SelectMany(file => file.Rows).ToArray();
        var time = files.Sum(file => file.MicrosecondsPerText * file.Rows.Count ?? 0);
        return new EvaluationResult
        {
            Files = [.. files.Select(file => (file.File, DetectorFigures.Of(file.Rows, file.MicrosecondsPerText)))],
            Pooled = DetectorFigures.Of(rows, rows.Length == 0 ? null : time / rows.Length),
            ByLanguage = By(rows, row => row.Row.Language),
            ByKind = By(rows, row => row.Row.Kind),
        };
    }

    private static List<(string Name, DetectorFigures Figures)> By(ScoredRow[] rows, Func<ScoredRow, string> name) =>
        [.. rows.GroupBy(name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, DetectorFigures.Of([.. group])))];
}
