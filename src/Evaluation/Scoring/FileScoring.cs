using System.Diagnostics;
using AiDesk.Evaluation.Rows;

namespace AiDesk.Evaluation.Scoring;

/// <summary>Reads a file of labelled rows and judges each. Nothing is judged when a row has a fault: figures over a part of a file mislead.</summary>
internal static class FileScoring
{
    /// <summary>Rows judged before the clock runs, so that it does not measure the compiler.</summary>
    private const int WarmUp = 2_000;

    /// <param name="file">Path of a .jsonl or .jsonl.gz file.</param>
    /// <param name="scorer">The detector.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The scored rows, or the faults.</returns>
    public static async Task<(ScoredFile? Scored, IReadOnlyList<RowFault> Faults)> RunAsync(string file, ITextScorer scorer, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        var faults = new List<RowFault>();
        await foreach (var (row, fault) in RowReader.ReadAsync(file, cancellation).ConfigureAwait(false))
        {
            if ((fault ?? FaultOf(file, row!, scorer)) is { } found)
            {
                faults.Add(found);
            }
            else
            {
                rows.Add(row!);
            }
        }

        return faults.Count > 0 ? (null, faults) : (Judge(file, rows, scorer), faults);
    }

    private static RowFault? FaultOf(string file, Row row, ITextScorer scorer) =>
        row.Label == scorer.PositiveLabel || row.Label == Labels.Benign
            ? null
            : new RowFault(file, row.Line, 1, $"field 'label' is '{row.Label}'; it must be '{scorer.PositiveLabel}' or '{Labels.Benign}'.");

    private static ScoredFile Judge(string file, List<Row> rows, ITextScorer scorer)
    {
        for (var i = 0; i < Math.Min(rows.Count, WarmUp); i++)
        {
            scorer.Score(rows[i].Text);
        }

        var scored = new List<ScoredRow>(rows.Count);
        var begun = Stopwatch.GetTimestamp();
        foreach (var row in rows)
        {
            scored.Add(new ScoredRow(row, scorer.Score(row.Text), row.Label == scorer.PositiveLabel));
        }

        return new ScoredFile(file, scored, rows.Count == 0 ? null : Stopwatch.GetElapsedTime(begun).TotalMicroseconds / rows.Count);
    }
}
