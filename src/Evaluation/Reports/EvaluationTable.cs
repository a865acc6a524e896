using System.Globalization;
using AiDesk.Evaluation.Figures;

namespace AiDesk.Evaluation.Reports;

/// <summary>The figures as a table for people, a line of text for each row; percentages with their Wilson intervals of 95 %.</summary>
internal static class EvaluationTable
{
    private static readonly string[] Header =
        ["", "attacks", "harmless", "AUC", "recall deny", "recall deny+flag", "FPR deny", "FPR deny+flag", "recall @ 1 %", "recall @ 0.1 %", "us/text"];

    public static IEnumerable<string> Lines(EvaluationResult result, string positives)
    {
        var rows = new List<string[]> { (string[])Header.Clone() };
        rows[0][1] = positives;
        rows.AddRange(result.Files.Select(file => Cells(file.File, file.Figures)));
        if (result.Files.Count > 1)
        {
            rows.Add(Cells("all files", result.Pooled));
        }

        rows.AddRange(result.ByLanguage.Select(group => Cells("lang " + group.Language, group.Figures)));
        rows.AddRange(result.ByKind.Select(group => Cells("kind " + group.Kind, group.Figures)));
        return Markdown(rows);
    }

    /// <summary>Rows of cells as a Markdown table with columns that stand under one another.</summary>
    public static IEnumerable<string> Markdown(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            yield return "| " + string.Join(" | ", rows[i].Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))) + " |";
            if (i == 0)
            {
                yield return "|" + string.Join("|", widths.Select((width, column) => column == 0 ? new string('-', width + 2) : new string('-', width + 1) + ":")) + "|";
            }
        }
    }

    private static string[] Cells(string name, DetectorFigures figures) =>
    [
        name,
        figures.Positives.ToString(CultureInfo.InvariantCulture),
        figures.Negatives.ToString(CultureInfo.InvariantCulture),
        Number(figures.AreaUnderCurve, "0.0000"),
        Percent(figures.RecallAtDeny),
        Percent(figures.RecallAtFlag),
        Percent(figures.FalsePositivesAtDeny),
        Percent(figures.FalsePositivesAtFlag),
        Number(figures.RecallAtOnePercent, "0.000"),
        Number(figures.RecallAtOnePerMille, "0.000"),
        Number(figures.MicrosecondsPerText, "0.0"),
    ];

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    /// <summary>A share in percent with its interval; "-" without rows.</summary>
    public static string Percent(Rate rate)
    {
        if (rate.Value is not { } value)
        {
            return "-";
        }

        var (low, high) = rate.Interval();
        return string.Create(CultureInfo.InvariantCulture, $"{100 * value:0.0} ({100 * low:0.0}-{100 * high:0.0})");
    }
}
