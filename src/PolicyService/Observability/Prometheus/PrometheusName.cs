using System.Diagnostics.Metrics;

namespace AiDesk.Policy.Service.Observability.Prometheus;

/// <summary>From an instrument's name and unit to Prometheus' name, as the OpenTelemetry exporters have it: <c>aidesk.rpc.duration</c> in s is <c>aidesk_rpc_duration_seconds</c>.</summary>
internal static class PrometheusName
{
    public static string Of(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            _ => "",
        };
        return IsCounter(instrument) ? name + "_total" : name;
    }

    /// <summary>Only grows.</summary>
    public static bool IsCounter(Instrument instrument) => instrument.GetType().GetGenericTypeDefinition() is { } type && (type == typeof(Counter<>) || type == typeof(ObservableCounter<>));
}
