using System.Globalization;
using AiDesk.CommandLine.Load.Measuring;
using Spectre.Console;

namespace AiDesk.CommandLine.Load.Reporting;

/// <summary>What a load found, for people at a terminal.</summary>
internal static class LoadTable
{
    public static void Show(IAnsiConsole console, LoadResult result, IReadOnlyList<string> missed)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("calls");
        foreach (var name in new[] { "answered", "a second", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "errors" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var (kind, tally) in result.Total.Kinds.OrderBy(kind => kind.Key))
        {
            table.AddRow(Row(kind.ToString().ToLowerInvariant(), tally, result.Measured));
        }

        table.AddRow(Row("all", result.All, result.Measured));
        console.Write(table);
        console.WriteLine("verdicts  " + Join(result.All.Verdicts));
        console.WriteLine("reasons   " + Join(result.All.Reasons));
        if (result.All.Errors.Total > 0)
        {
            console.WriteLine("errors    " + Join(result.All.Errors));
        }

        if (result.Plan.IsOpen)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"of it the generator's own lateness: p50 {Ms(result.Lateness.At(0.5))}, p99 {Ms(result.Lateness.At(0.99))} ms; from call to answer: p50 {Ms(result.All.Service.At(0.5))}, p99 {Ms(result.All.Service.At(0.99))} ms"));
        }

        foreach (var line in missed)
        {
            console.MarkupLineInterpolated($"[red]MISSED[/] {line}");
        }

        if (!result.IsValid)
        {
            console.MarkupLineInterpolated($"[red]INVALID[/] {Invalid(result)}");
        }
    }

    public static string Invalid(LoadResult result) => result.All.Latency.Count == 0
        ? "no call was answered: see the errors"
        : string.Create(CultureInfo.InvariantCulture, $"{result.LimitedShare:P2} of the calls were answered by a limit (RATE_LIMITED, DUPLICATE, SESSION_BLOCKED), and at most {LoadResult.GreatestLimited:P1} may be: more --sessions, or a tenant without that limit");

    private static string[] Row(string name, KindTally tally, TimeSpan time) =>
    [
        name, tally.Latency.Count.ToString("N0", CultureInfo.InvariantCulture), (tally.Latency.Count / Math.Max(time.TotalSeconds, 1e-9)).ToString("N0", CultureInfo.InvariantCulture),
        Ms(tally.Latency.At(0.5)), Ms(tally.Latency.At(0.9)), Ms(tally.Latency.At(0.99)), Ms(tally.Latency.At(0.999)), Ms(tally.Latency.Max), tally.Errors.Total.ToString("N0", CultureInfo.InvariantCulture),
    ];

    private static string Join(Counts counts) => string.Join("  ", counts.InOrder.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value:N0}")));

    private static string Ms(long microseconds) => (microseconds / 1000.0).ToString("0.00", CultureInfo.InvariantCulture);
}
