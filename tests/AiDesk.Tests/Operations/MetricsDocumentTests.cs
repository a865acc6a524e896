using System.Text.Json;
using System.Text.RegularExpressions;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Operations;

/// <summary>docs/operations.md and the sample dashboard name the metrics that there are.</summary>
public sealed partial class MetricsDocumentTests
{
    [Fact]
    public async Task OperationsDocument_Metrics_AreThoseOfTheService()
    {
        using var folder = new TemporaryFolder();
        var served = await ServiceMetricRows.OfAsync(folder);

        var documented = File.ReadLines(Repository.In("docs", "operations.md")).Where(line => line.StartsWith("| `aidesk.", StringComparison.Ordinal)).ToList();

        documented.ShouldBe(served.Rows);
        documented.Select(row => row.Split('`')[3]).Order(StringComparer.Ordinal).ShouldBe(served.Scraped.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Dashboard_Queries_NameMetricsThatThereAre()
    {
        using var folder = new TemporaryFolder();
        var served = await ServiceMetricRows.OfAsync(folder);
        using var dashboard = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.In("deploy", "grafana", "aidesk.json")));
        var queries = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!)
            .ToList();

        queries.Count.ShouldBeGreaterThan(10);
        foreach (var query in queries)
        {
            var names = Name().Matches(query).Select(match => match.Value).ToList();
            names.ShouldNotBeEmpty(query);
            names.ShouldAllBe(name => served.Scraped.Contains(name) || served.Scraped.Contains(Part().Replace(name, "")), query);
        }
    }

    [GeneratedRegex("aidesk_[a-z_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
