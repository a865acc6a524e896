namespace AiDesk.Bench.Report;

/// <summary>One picture for each plot of the run.</summary>
internal static class Plots
{
    /// <returns>Title of each, and its file as a document beside the folder of pictures names it.</returns>
    public static IReadOnlyList<(string Title, string File)> Write(Results results, string folder)
    {
        Directory.CreateDirectory(folder);
        var written = new List<(string, string)>();
        foreach (var plot in results.Suites.Values.SelectMany(suite => suite.Curves).GroupBy(curve => curve.Plot, StringComparer.Ordinal))
        {
            var name = "bench-" + string.Concat(plot.Key.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')) + ".svg";
            File.WriteAllText(Path.Combine(folder, name), GrowthPlot.Of(plot.Key, [.. plot]));
            written.Add((plot.Key, Path.GetFileName(folder) + "/" + name));
        }

        return written;
    }
}
