using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiDesk.Policy.Service.Counters.Redis.Resp;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Observability.Prometheus;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>What is measured of Redis, under the meter <see cref="MeterName"/>.</summary>
internal sealed class ConnectionMetrics : IDisposable
{
    public const string MeterName = "AiDesk.Policy.Counters";

    private static readonly KeyValuePair<string, object?> Answered = new("outcome", "answered");
    private static readonly KeyValuePair<string, object?> Fault = new("outcome", "fault");
    private static readonly KeyValuePair<string, object?>[] Missing =
        [new("outcome", "disconnected"), new("outcome", "timed_out"), new("outcome", "overloaded"), new("outcome", "refused")];

    private static readonly string[] ShareKinds = ["rate", "budget"];
    private static readonly string[] ShareEvents = ["taken", "returned", "lost"];
    private static readonly string[] Rules = ["local", "allow", "deny"];

    private readonly Meter _meter;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _shares;
    private readonly Counter<long> _shareDecisions;
    private Func<ScriptConnectionState>? _state;
    private Func<int>? _inFlight;

    /// <param name="scope">The host that these are of; none for what is not a host.</param>
    public ConnectionMetrics(MeterScope? scope = null)
    {
        _meter = scope?.Create(MeterName) ?? new Meter(MeterName);
        _calls = _meter.CreateCounter<long>("aidesk.redis.calls", "{call}", "Scripts asked of Redis, by outcome: answered, fault, refused, timed_out, disconnected, overloaded.");
        _duration = _meter.CreateHistogram<double>("aidesk.redis.call.duration", "s", "From asking for a script to its answer, or to giving it up, by outcome.", null, DurationBuckets.Advice);
        _changes = _meter.CreateCounter<long>("aidesk.redis.state.changes", "{change}", "Servers of Redis that came up or went down, by state.");
        _fallbacks = _meter.CreateCounter<long>("aidesk.counters.fallbacks", "{operation}", "Counter operations that Redis did not answer, by outage rule: local, allow, deny.");
        _shares = _meter.CreateCounter<long>("aidesk.shares.amount", "{hit}", "Hits of rate limits and reservations of budgets that shares were made of, by kind: rate, budget; and event: taken, returned, lost.");
        _shareDecisions = _meter.CreateCounter<long>("aidesk.shares.decisions", "{decision}", "Decisions whose counters were answered out of a share, without Redis.");
        _meter.CreateObservableUpDownCounter("aidesk.redis.calls.in_flight", InFlight, "{call}", "Calls sent to Redis and not answered yet; absent without AIDESK_REDIS.");
        _meter.CreateObservableGauge("aidesk.redis.up", Up, "1", "1 when every server that serves counters answers, else 0; absent without AIDESK_REDIS.");
    }

    /// <summary>What is read when somebody collects: one connection per service, or none.</summary>
    public void Observe(Func<ScriptConnectionState> state, Func<int> inFlight) => (_state, _inFlight) = (state, inFlight);

    /// <summary>Everything that can be counted is served from the start, at zero.</summary>
    public void Serve(PrometheusCollector collector)
    {
        foreach (var outcome in (ReadOnlySpan<KeyValuePair<string, object?>>)[Answered, Fault, .. Missing])
        {
            collector.Serve(_calls, outcome);
            collector.Serve(_duration, outcome);
        }

        foreach (var state in Enum.GetValues<ScriptConnectionState>())
        {
            collector.Serve(_changes, StateOf(state));
        }

        foreach (var rule in Rules)
        {
            collector.Serve(_fallbacks, new KeyValuePair<string, object?>("rule", rule));
        }

        collector.Serve(_shareDecisions);
        foreach (var kind in ShareKinds)
        {
            foreach (var happened in ShareEvents)
            {
                collector.Serve(_shares, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("event", happened));
            }
        }
    }

    public void ShareTaken(bool isRate, long amount) => AddShare(isRate, 0, amount);

    public void ShareReturned(bool isRate, long amount) => AddShare(isRate, 1, amount);

    /// <summary>Redis never said that it got them back: they end with their window or lease.</summary>
    public void ShareLost(bool isRate, long amount) => AddShare(isRate, 2, amount);

    public void AnsweredFromShare() => _shareDecisions.Add(1);

    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    public void Ended(long begun, in RespReply reply)
    {
        _calls.Add(1, OutcomeOf(reply));
        if (_duration.Enabled)
        {
            _duration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, OutcomeOf(reply));
        }
    }

    public void Changed(ScriptConnectionState state) => _changes.Add(1, StateOf(state));

    public void FellBack(int local, int allowed, int denied)
    {
        AddFallbacks(Rules[0], local);
        AddFallbacks(Rules[1], allowed);
        AddFallbacks(Rules[2], denied);
    }

    public void Dispose() => _meter.Dispose();

    private void AddShare(bool isRate, int happened, long amount)
    {
        if (amount > 0)
        {
            _shares.Add(amount, new KeyValuePair<string, object?>("kind", ShareKinds[isRate ? 0 : 1]), new KeyValuePair<string, object?>("event", ShareEvents[happened]));
        }
    }

    private void AddFallbacks(string rule, int operations)
    {
        if (operations > 0)
        {
            _fallbacks.Add(operations, new KeyValuePair<string, object?>("rule", rule));
        }
    }

    private IEnumerable<Measurement<long>> InFlight() => _inFlight is { } inFlight ? [new(inFlight())] : [];

    private IEnumerable<Measurement<int>> Up() => _state is { } state ? [new(state() == ScriptConnectionState.Up ? 1 : 0)] : [];

    private static KeyValuePair<string, object?> StateOf(ScriptConnectionState state) => new("state", state == ScriptConnectionState.Up ? "up" : "down");

    private static KeyValuePair<string, object?> OutcomeOf(in RespReply reply) => reply.Kind switch
    {
        RespKind.Bulk => Answered,
        RespKind.None => Missing[(int)reply.Missing],
        RespKind.Error when ScriptReply.IsPassing(reply) => Missing[(int)UnavailableReason.Refused],
        _ => Fault,
    };
}
