using AiDesk.Policy.Service;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Observability.Prometheus;
using AiDesk.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Tests.Operations;

/// <summary>Every metric of a service with all of its dependencies, as it is served.</summary>
internal sealed record ServiceMetricRows(IReadOnlyList<string> Rows, IReadOnlyList<string> Scraped)
{
    /// <summary>Starts a service whose Redis is not there yet, asks it something, and scrapes it.</summary>
    public static async Task<ServiceMetricRows> OfAsync(TemporaryFolder folder)
    {
        var options = new PolicyServiceOptions
        {
            GrpcAddress = "127.0.0.1:0",
            HttpAddress = "127.0.0.1:0",
            PolicyDirectory = Repository.In("tests", "Clients", "policies"),
            StateDirectory = folder.In("state"),
            Redis = new RedisOptions { Endpoints = [new RedisEndpoint(folder.In("no.sock"), 0)] },
        };
        await using var service = await PolicyServiceHost.StartAsync(options, CancellationToken.None);
        var asked = await CommandRun.OfAsync("check", "input", "hola", "--address", service.GrpcAddress.ToString(), "--tenant", PolicyServiceFixture.Tenant, "--state-dir", folder.In("state"));
        asked.Status.ShouldBeOneOf(0, 1);
        var rows = service.Services.GetRequiredService<PrometheusCollector>().Collect(families => families
            .OrderBy(family => family.Instrument.Name, StringComparer.Ordinal)
            .Select(family => $"| `{family.Instrument.Name}` | `{family.Name}` | {family.Type} | `{family.Instrument.Unit}` | {family.Instrument.Description} |")
            .ToList());
        using var http = new HttpClient();
        var lines = (await http.GetStringAsync(new Uri(service.HttpAddress, "/metrics"))).Split('\n');
        return new ServiceMetricRows(rows, [.. lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2])]);
    }
}
