using AiDesk.Policy.Service.Tests.Hosting;
using EnvoyProxy.V3;

namespace AiDesk.Policy.Service.Tests.Envoy;

/// <summary>What Envoy asks is on record, and in the metrics. What it is answered stands in tests/Conformance/envoy.</summary>
public sealed class EnvoyRecordTests : IAsyncLifetime
{
    private RunningService _service = null!;

    public async Task InitializeAsync() =>
        _service = await RunningService.StartAsync("tenant: acme\nlocale: en\nlimits:\n  - { name: per_user, per: user_id, rate: 1/1h, applies_to: proxy }\n");

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task ShouldRateLimit_Over_IsAnInterventionAndCounted()
    {
        var client = new RateLimitService.RateLimitServiceClient(_service.Invoker);
        var request = new RateLimitRequest { Descriptors = { new RateLimitDescriptor { Entries = { Entry("limit", "per_user"), Entry("user_id", "u-7") } } } };
        await client.ShouldRateLimitAsync(request, _service.Token());
        (await client.ShouldRateLimitAsync(request, _service.Token())).OverallCode.ShouldBe(RateLimitResponse.Types.Code.OverLimit);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(_service.HttpAddress, "metrics"));

        metrics.ShouldContain("""aidesk_decisions_total{rpc="ShouldRateLimit",verdict="deny",reason="RATE_LIMITED"} 1""");
        metrics.ShouldContain("""aidesk_rpc_duration_seconds_count{rpc="ShouldRateLimit",code="OK"} 2""");
        var denied = (await _service.RecordsAsync("decision")).Single(record => record.GetProperty("verdict").GetString() == "deny");
        denied.GetProperty("rpc").GetString().ShouldBe("should_rate_limit");
        denied.GetProperty("reason").GetString().ShouldBe("RATE_LIMITED");
    }

    private static RateLimitDescriptor.Types.Entry Entry(string key, string value) => new() { Key = key, Value = value };
}
