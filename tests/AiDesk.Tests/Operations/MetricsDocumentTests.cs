using System.Text.Json;
using System.Text.RegularExpressions;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Operations;

/// <summary>docs/operations.md and the sample dashboard name the metrics that there are.</summary>
public sealed partial class MetricsDocumentTests
{
    /// <summary>What stands for something that was not set: its family is there, and has no value.</summary>
    private static readonly string[] WithoutValue = ["aidesk_decisions_by_tenant_total", "aidesk_keys_age_seconds", "aidesk_redis_calls_in_flight", "aidesk_redis_up"];

    [Fact]
    public async Task OperationsDocument_Metrics_AreThoseOfAServiceThatWasJustStarted()
    {
        using var folder = new TemporaryFolder();
        var served = await ServiceMetricRows.OfFreshAsync(folder);

        Documented().ShouldBe(served.Rows);
        Documented().Select(row => row.Split('`')[3]).Order(StringComparer.Ordinal).ShouldBe(served.Scraped.Order(StringComparer.Ordinal));
        served.Scraped.Where(family => !served.Measured.Contains(family)).Order(StringComparer.Ordinal).ShouldBe(WithoutValue);
    }

    [Fact]
    public async Task OperationsDocument_Metrics_AreThoseOfAServiceOnRedisThatWasAsked()
    {
        using var folder = new TemporaryFolder();
        var served = await ServiceMetricRows.OfAskedAsync(folder);

        Documented().ShouldBe(served.Rows);
        served.Scraped.Where(family => !served.Measured.Contains(family)).Order(StringComparer.Ordinal).ShouldBe(WithoutValue[..2]);
    }

    [Fact]
    public async Task Dashboard_Queries_NameMetricsThatThereAre()
    {
        using var folder = new TemporaryFolder();
        var served = await ServiceMetricRows.OfAskedAsync(folder);
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

    private static List<string> Documented() => [.. File.ReadLines(Repository.In("docs", "operations.md")).Where(line => line.StartsWith("| `aidesk.", StringComparison.Ordinal))];

    [GeneratedRegex("aidesk_[a-z_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
