using AiDesk.Policy.Service;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Observability.Prometheus;
using AiDesk.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Tests.Operations;

/// <summary>Every metric of a service, as it is served.</summary>
/// <param name="Rows">As docs/operations.md has them.</param>
/// <param name="Scraped">Families that a scrape names.</param>
/// <param name="Measured">Families that have a value.</param>
internal sealed record ServiceMetricRows(IReadOnlyList<string> Rows, IReadOnlyList<string> Scraped, IReadOnlySet<string> Measured)
{
    /// <summary>A service as <c>./run.sh</c> starts it, that nobody has asked anything.</summary>
    public static Task<ServiceMetricRows> OfFreshAsync(TemporaryFolder folder) => OfAsync(OptionsIn(folder), _ => Task.CompletedTask);

    /// <summary>One whose Redis is not there yet, and that was asked something.</summary>
    public static Task<ServiceMetricRows> OfAskedAsync(TemporaryFolder folder) => OfAsync(
        OptionsIn(folder) with { Redis = new RedisOptions { Endpoints = [new RedisEndpoint(folder.In("no.sock"), 0)] } },
        async service =>
        {
            var asked = await CommandRun.OfAsync("check", "input", "hola", "--address", service.GrpcAddress.ToString(), "--tenant", PolicyServiceFixture.Tenant, "--state-dir", folder.In("state"));
            asked.Status.ShouldBeOneOf(0, 1);
        });

    private static PolicyServiceOptions OptionsIn(TemporaryFolder folder) => new()
    {
        GrpcAddress = "127.0.0.1:0",
        HttpAddress = "127.0.0.1:0",
        PolicyDirectory = Repository.In("tests", "Clients", "policies"),
        StateDirectory = folder.In("state"),
    };

    private static async Task<ServiceMetricRows> OfAsync(PolicyServiceOptions options, Func<RunningPolicyService, Task> ask)
    {
        await using var service = await PolicyServiceHost.StartAsync(options, CancellationToken.None);
        await ask(service);
        var rows = service.Services.GetRequiredService<PrometheusCollector>().Collect(families => families
            .OrderBy(family => family.Instrument.Name, StringComparer.Ordinal)
            .Select(family => $"| `{family.Instrument.Name}` | `{family.Name}` | {family.Type} | `{family.Instrument.Unit}` | {family.Instrument.Description} |")
            .ToList());
        using var http = new HttpClient();
        var lines = (await http.GetStringAsync(new Uri(service.HttpAddress, "/metrics"))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var scraped = lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        var series = lines.Where(line => line[0] != '#').Select(line => line.Split('{', ' ')[0]).ToHashSet(StringComparer.Ordinal);
        return new ServiceMetricRows(rows, scraped, scraped.Where(family => series.Contains(family) || series.Contains(family + "_count")).ToHashSet(StringComparer.Ordinal));
    }
}
