using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Report;

/// <summary>The generated part of the document, between its two marks; what people wrote around it stays.</summary>
internal static class Document
{
    private const string Begin = "<!-- figures: written by bench.sh -->";
    private const string End = "<!-- end of figures -->";

    /// <param name="results">Of the run.</param>
    /// <param name="file">Has both marks.</param>
    /// <param name="plots">Title and file of each, the file as the document names it.</param>
    public static void Write(Results results, string file, IReadOnlyList<(string Title, string File)> plots)
    {
        var text = File.ReadAllText(file);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{file} does not have the lines `{Begin}` and `{End}` in this order.");
        }

        File.WriteAllText(file, text[..(begin + Begin.Length)] + "\n\n" + Body(results, plots) + text[end..]);
    }

    private static string Body(Results results, IReadOnlyList<(string Title, string File)> plots)
    {
        var body = new List<string> { $"Taken on {results.Date}: {results.Machine}. {results.Met.Count()} targets met, {results.Missed.Count()} missed." };
        foreach (var (name, suite) in results.Suites.Where(suite => suite.Value.Figures.Count > 0))
        {
            body.AddRange(["", $"### {name}", "", "| figure | value | reference | ratio | target | |", "|---|---|---|---|---|---|"]);
            body.AddRange(suite.Figures.Select(Row));
        }

        if (plots.Count > 0)
        {
            body.AddRange(["", "### As it grows", ""]);
            body.AddRange(plots.Select(plot => $"![{plot.Title}]({plot.File})"));
        }

        return string.Join('\n', body) + "\n\n";
    }

    private static string Row(Figure figure) => $"| {string.Join(" | ", figure.Cells.SkipLast(1))} | {(figure.Met == false ? "**MISSED**" : figure.Cells[^1])} |";
}
