using System.Text;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.Operations;

/// <summary>The standard variables make the service send traces and metrics to a collector.</summary>
public sealed class OtlpTests
{
    private const string Text = "Mi matrícula es 4242-LUN";

    [Fact]
    public async Task Up_WithAnOtlpEndpoint_SendsSpansAndMetricsBeforeItEnds()
    {
        using var folder = new TemporaryFolder();
        await using var collector = await OtlpReceiver.StartAsync();
        (string, string)[] variables =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test-of-otlp"),
        ];
        await using var service = await RunningCommand.StartAsync(folder, variables, "--policy-dir", Repository.In("tests", "Clients", "policies"));
        var asked = await CommandRun.OfAsync(
            "check", "input", Text, "--address", service.Grpc.ToString(), "--tenant", PolicyServiceFixture.Tenant, "--state-dir", folder.In("state"), "--json");
        asked.Status.ShouldBe(0, asked.Error);

        await service.TerminateAsync();
        var end = await service.EndAsync();

        end.Status.ShouldBe(0, end.Error);
        var decision = asked.Json.GetProperty("decision").GetProperty("decision_id").GetString()!;
        foreach (var text in new[] { decision, "aidesk.verdict", "CheckInput", "aidesk-policy", "test-of-otlp", PolicyServiceFixture.Tenant })
        {
            collector.Has("/v1/traces", Encoding.UTF8.GetBytes(text)).ShouldBeTrue(text);
        }

        foreach (var text in new[] { "aidesk.decisions", "aidesk.rpc.duration", "aidesk.records.written", "test-of-otlp" })
        {
            collector.Has("/v1/metrics", Encoding.UTF8.GetBytes(text)).ShouldBeTrue(text);
        }

        collector.Has("/v1/traces", Encoding.UTF8.GetBytes(Text)).ShouldBeFalse();
        collector.Has("/v1/metrics", Encoding.UTF8.GetBytes(PolicyServiceFixture.Tenant)).ShouldBeFalse();
    }
}
