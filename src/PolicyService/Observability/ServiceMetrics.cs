using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiDesk.Identity;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Service.Handlers;
using AiDesk.Policy.Service.Observability.Prometheus;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Records;
using Grpc.Core;

namespace AiDesk.Policy.Service.Observability;

/// <summary>Meter <c>AiDesk.Policy</c>: decisions, calls and how long they take (docs/operations.md). Recording allocates nothing: every label is there already.</summary>
internal sealed class ServiceMetrics : IDisposable
{
    public const string MeterName = "AiDesk.Policy";

    /// <summary>Label of tenants that <c>AIDESK_METRICS_TENANTS</c> does not name: a label per tenant would be a series per tenant.</summary>
    public const string OtherTenants = "other";

    /// <summary>Problem of a call without a token.</summary>
    public const string TokenMissing = "missing";

    private static readonly string[] Codes = [.. Enum.GetNames<StatusCode>()];

    private readonly Meter _meter;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _degraded;
    private readonly Counter<long> _ofTenants;
    private readonly Counter<long> _refusedTokens;
    private readonly Counter<long> _policyChanges;
    private readonly Histogram<double> _calls;
    private readonly Histogram<double> _checks;
    private readonly FrozenDictionary<string, string> _tenants;
    private readonly bool _isExported;
    private HotSeries? _hot;

    public ServiceMetrics(MeterScope scope, PolicyServiceOptions options)
    {
        _isExported = options.ExportsTelemetry;
        _tenants = options.MetricsTenants.ToFrozenDictionary(tenant => tenant, StringComparer.Ordinal);
        _meter = scope.Create(MeterName);
        _decisions = _meter.CreateCounter<long>("aidesk.decisions", "{decision}", "Decisions, by rpc, verdict and reason. A retry that hears its first answer again is not counted again.");
        _degraded = _meter.CreateCounter<long>("aidesk.decisions.degraded", "{decision}", "Decisions for which something could not be asked or did not run, by rpc.");
        _ofTenants = _meter.CreateCounter<long>("aidesk.decisions.by_tenant", "{decision}", "Decisions, by tenant and verdict: the tenants of AIDESK_METRICS_TENANTS by name, all others as other. Counted when that setting names any.");
        _calls = _meter.CreateHistogram<double>("aidesk.rpc.duration", "s", "From the request as read to its answer, by rpc and gRPC code.", null, DurationBuckets.Advice);
        _checks = _meter.CreateHistogram<double>("aidesk.check.duration", "s", "A check's steps, by rpc and step: inspect (the engine reads the text), counters (one round trip), decide.", null, DurationBuckets.Advice);
        _refusedTokens = _meter.CreateCounter<long>("aidesk.tokens.refused", "{call}", "Calls refused because of their token, by problem.");
        _policyChanges = _meter.CreateCounter<long>("aidesk.policy.changes", "{change}", "What became of policy files, by kind: loaded, reloaded, failed, recovered, removed.");
    }

    /// <summary>For instruments that only read what others hold.</summary>
    public Meter Meter => _meter;

    /// <summary>
    /// Serves what can be foreseen from the start, at zero. Unless telemetry is exported, which hears instruments only, what every call measures goes straight to its
    /// series from here on.
    /// </summary>
    public void Serve(PrometheusCollector collector)
    {
        var hot = new HotSeries(collector.Of(_decisions), collector.Of(_calls), collector.Of(_checks));
        _hot = _isExported ? null : hot;
        foreach (var rpc in HotSeries.Checks)
        {
            collector.Serve(_degraded, new KeyValuePair<string, object?>("rpc", DecisionLabels.Of(rpc)));
        }

        foreach (var tenant in _tenants.Count > 0 ? [.. _tenants.Values, OtherTenants] : Array.Empty<string>())
        {
            collector.Serve(_ofTenants, new("tenant", tenant), new("verdict", DecisionLabels.Of(Verdict.Allow)));
        }

        foreach (var problem in Enum.GetValues<TokenProblem>())
        {
            collector.Serve(_refusedTokens, new KeyValuePair<string, object?>("problem", problem == TokenProblem.None ? TokenMissing : WireNames.Of(problem)));
        }

        foreach (var kind in Enum.GetValues<PolicyChangeKind>())
        {
            collector.Serve(_policyChanges, new KeyValuePair<string, object?>("kind", DecisionLabels.Of(kind)));
        }
    }

    /// <summary>A decision was closed.</summary>
    public void Decided(string tenant, RecordedRpc rpc, Decision decision)
    {
        var verdict = new KeyValuePair<string, object?>("verdict", DecisionLabels.Of(decision.Verdict));
        var name = new KeyValuePair<string, object?>("rpc", DecisionLabels.Of(rpc));
        if (_hot is { } hot)
        {
            hot.Decided(rpc, decision);
        }
        else
        {
            _decisions.Add(1, name, verdict, new("reason", DecisionLabels.Of(decision.Reason)));
        }

        if (decision.Degraded)
        {
            _degraded.Add(1, name);
        }

        if (_tenants.Count > 0)
        {
            _ofTenants.Add(1, new("tenant", _tenants.GetValueOrDefault(tenant, OtherTenants)), verdict);
        }
    }

    /// <summary>A call ended.</summary>
    /// <param name="rpc">Its name.</param>
    /// <param name="code">What it ended with.</param>
    /// <param name="begun">Time stamp of its beginning.</param>
    public void Ended(string rpc, StatusCode code, long begun)
    {
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (code != StatusCode.OK || _hot?.CallOf(rpc) is not { } series)
        {
            _calls.Record(seconds, new("rpc", rpc), new("code", Codes[(int)code]));
        }
        else
        {
            series.Measure(seconds);
        }
    }

    /// <summary>The three steps of a check were done, at these time stamps.</summary>
    public void Checked(string rpc, long begun, long inspected, long read, long decided)
    {
        if (_hot is { } hot && hot.Checked(rpc, begun, inspected, read, decided))
        {
            return;
        }

        var name = new KeyValuePair<string, object?>("rpc", rpc);
        _checks.Record(Stopwatch.GetElapsedTime(begun, inspected).TotalSeconds, name, new("step", "inspect"));
        _checks.Record(Stopwatch.GetElapsedTime(inspected, read).TotalSeconds, name, new("step", "counters"));
        _checks.Record(Stopwatch.GetElapsedTime(read, decided).TotalSeconds, name, new("step", "decide"));
    }

    public void TokenRefused(string problem) => _refusedTokens.Add(1, new KeyValuePair<string, object?>("problem", problem));

    public void PolicyChanged(PolicyChangeKind kind) => _policyChanges.Add(1, new KeyValuePair<string, object?>("kind", DecisionLabels.Of(kind)));

    public void Dispose() => _meter.Dispose();
}
