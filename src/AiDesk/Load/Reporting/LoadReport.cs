using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace AiDesk.CommandLine.Load.Reporting;

/// <summary>What a load found as one HTML file that needs nothing else: figures, latency and calls over time, the curve of percentiles, verdicts, how to repeat it.</summary>
internal static class LoadReport
{
    private const string Style =
        """
        :root { color-scheme: light dark; --text: light-dark(#16202c, #e8edf3); --soft: light-dark(#4a5666, #adb8c6); --line: light-dark(#d5dae1, #303b49); --card: light-dark(#fff, #18202a); --ground: light-dark(#f6f7f9, #10151c); }
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; background: var(--ground); color: var(--text); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
        th:first-child, td:first-child { text-align: left; } section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem; margin: 1rem 0; overflow-x: auto; }
        svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; } svg text { fill: var(--soft); } svg .title { font-size: 14px; font-weight: 600; fill: var(--text); } svg .end { text-anchor: end; } svg .middle { text-anchor: middle; }
        svg .end[fill] { font-weight: 600; } svg .grid { stroke: var(--line); } .bad { color: light-dark(#a3212b, #ff9c9c); font-weight: 600; } code { overflow-wrap: anywhere; }
        """;

    private static readonly double[] Shares = [0, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999];

    /// <param name="result">What was found.</param>
    /// <param name="missed">Bounds that were missed, as sentences.</param>
    /// <param name="command">The command line that repeats it; it holds no token.</param>
    public static string Of(LoadResult result, IReadOnlyList<string> missed, string command)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>aidesk load</title><style>").Append(Style).Append("</style></head><body>");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{result.CallsPerSecond:N0} calls a second, p99 {Bounds.Milliseconds(result.All.Latency.At(0.99))}</h1>");
        html.Append(CultureInfo.InvariantCulture, $"<p>{Text(Shape(result))} {result.Begun:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} processors, {Text(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription)}.</p>");
        foreach (var line in missed.Select(line => "Missed: " + line).Concat(result.IsValid ? [] : ["Not valid: " + LoadTable.Invalid(result)]))
        {
            html.Append("<p class=\"bad\">").Append(Text(line)).Append("</p>");
        }

        html.Append("<section><table><thead><tr><th>calls</th><th>answered</th><th>a second</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>max</th><th>errors</th></tr></thead><tbody>");
        foreach (var (name, tally) in result.Total.Kinds.OrderBy(kind => kind.Key).Select(kind => (kind.Key.ToString().ToLowerInvariant(), kind.Value)).Append(("all", result.All)))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}</td><td>{tally.Latency.Count:N0}</td><td>{tally.Latency.Count / result.Measured.TotalSeconds:N0}</td>");
            html.AppendJoin("", new[] { tally.Latency.At(0.5), tally.Latency.At(0.9), tally.Latency.At(0.99), tally.Latency.At(0.999), tally.Latency.Max }.Select(value => $"<td>{Bounds.Milliseconds(value)}</td>"));
            html.Append(CultureInfo.InvariantCulture, $"<td>{tally.Errors.Total:N0}</td></tr>");
        }

        html.Append("</tbody></table></section><section>").Append(OverTime(result)).Append("</section><section>").Append(Answered(result)).Append("</section><section>").Append(Percentiles(result)).Append("</section><section>");
        html.Append("<h2>Answers</h2><table><thead><tr><th>verdict, reason or error</th><th>calls</th></tr></thead><tbody>");
        foreach (var (name, count) in result.All.Verdicts.InOrder.Concat(result.All.Reasons.InOrder).Concat(result.All.Errors.InOrder))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td><td>{count:N0}</td></tr>");
        }

        return html.Append("</tbody></table></section><section><h2>Again</h2><p><code>").Append(Text(command)).Append("</code></p></section></body></html>\n").ToString();
    }

    public static string Shape(LoadResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(result.Plan.IsOpen ? $"Open loop, {result.Plan.Rate:N0} calls a second whether or not they are answered; latencies are from the intended start" : $"Closed loop, {result.Plan.InFlight} callers, each of which asks again when it is answered")}; {result.Plan.Connections} connections{(result.Plan.IsStreamed ? ", a CheckStream on each" : "")}; {result.Mix.Text}; {result.Measured.TotalSeconds:0.#} s after {result.Plan.WarmUp.TotalSeconds:0.#} s of warming up.");

    private static SvgPlot OverTime(LoadResult result)
    {
        var plot = new SvgPlot("Latency over time", "ms", isLogarithmic: true);
        plot.Line("max", "#be185d", result.Seconds.Select(second => (second.At, second.Max / 1000.0)));
        plot.Line("p99", "#b45309", result.Seconds.Select(second => (second.At, second.P99 / 1000.0)));
        plot.Line("p50", "#0f766e", result.Seconds.Select(second => (second.At, second.P50 / 1000.0)));
        return plot;
    }

    private static SvgPlot Answered(LoadResult result)
    {
        var plot = new SvgPlot("Calls a second", "");
        var before = 0.0;
        var rates = new List<(double, double, double)>();
        foreach (var second in result.Seconds)
        {
            var length = Math.Max(second.At - before, 1e-3);
            rates.Add((second.At, second.Answered / length, second.Errors / length));
            before = second.At;
        }

        plot.Line("not answered", "#be185d", rates.Select(rate => (rate.Item1, rate.Item3)));
        plot.Line("answered", "#0f766e", rates.Select(rate => (rate.Item1, rate.Item2)));
        return plot;
    }

    /// <summary>The horizontal axis is that of HDR plots: each further nine takes as much room as the one before.</summary>
    private static SvgPlot Percentiles(LoadResult result)
    {
        var plot = new SvgPlot("Latency by percentile", "ms", isLogarithmic: true);
        static double Place(double share) => -Math.Log10(1 - share);
        foreach (var share in Shares)
        {
            plot.Tick(Place(share), (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %");
        }

        var curve = Enumerable.Range(0, 201).Select(step => 1 - Math.Pow(10, -step / 50.0)).ToList();
        plot.Line("from call to answer", "#4f46e5", curve.Select(share => (Place(share), result.All.Service.At(share) / 1000.0)));
        plot.Line("from the intended start", "#0f766e", curve.Select(share => (Place(share), result.All.Latency.At(share) / 1000.0)));
        return plot;
    }

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
