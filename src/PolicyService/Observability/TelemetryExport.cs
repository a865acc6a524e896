using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Records;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AiDesk.Policy.Service.Observability;

/// <summary>
/// Traces and metrics over OTLP, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; the library reads that and its other <c>OTEL_*</c> variables itself. Started first
/// and stopped last, so that the last calls are in it.
/// </summary>
internal sealed class TelemetryExport(PolicyServiceOptions options) : IHostedService, IDisposable
{
    private const string ServiceName = "aidesk-policy";

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.ExportsTelemetry)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(RpcTracing.SourceName).AddOtlpExporter().Build();
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource())
                .AddMeter(ServiceMetrics.MeterName, RecordMetrics.MeterName, ConnectionMetrics.MeterName).AddOtlpExporter().Build();
        }

        return Task.CompletedTask;
    }

    /// <summary>Sends what is left, for at most a fifth of the shutdown's time each.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => options.ExportsTelemetry ? Task.Run(Flush, CancellationToken.None).WaitAsync(cancellationToken) : Task.CompletedTask;

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void Flush()
    {
        var patience = (int)(options.Shutdown.TotalMilliseconds / 5);
        _traces?.Shutdown(patience);
        _metrics?.Shutdown(patience);
    }

    // What OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say goes before ours.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService(ServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
