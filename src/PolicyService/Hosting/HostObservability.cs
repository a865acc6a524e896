using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Observability.Health;
using AiDesk.Policy.Service.Observability.Prometheus;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>What operators see. Added first: what is started first is stopped last, so that telemetry has the last calls.</summary>
internal static class HostObservability
{
    public static void Add(IServiceCollection services)
    {
        services.AddHostedService<TelemetryExport>();
        services.AddSingleton<MeterScope>();
        services.AddSingleton<PrometheusCollector>();
        services.AddSingleton<ServiceMetrics>();
        services.AddSingleton<StateMetrics>();
        services.AddSingleton<Readiness>();
        services.AddHostedService<HealthWatch>();
    }
}
