using AiDesk.CommandLine.Load.Asking;

namespace AiDesk.CommandLine.Load.Measuring;

/// <summary>What came of calls: how long they took by kind, what was answered and why. Those of several threads are added at the end. Not thread-safe.</summary>
internal sealed class Tally
{
    private readonly Dictionary<CallKind, KindTally> _kinds = [];

    public IReadOnlyDictionary<CallKind, KindTally> Kinds => _kinds;

    public KindTally Of(CallKind kind)
    {
        if (!_kinds.TryGetValue(kind, out var tally))
        {
            _kinds[kind] = tally = new KindTally();
        }

        return tally;
    }

    public void Add(Tally other)
    {
        foreach (var (kind, tally) in other._kinds)
        {
            Of(kind).Add(tally);
        }
    }
}

/// <summary>The same of one kind of call.</summary>
internal sealed class KindTally
{
    /// <summary>From the intended start to the answer, of calls that were answered.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>From the moment the call was made, which in an open loop may be later than intended.</summary>
    public Histogram Service { get; } = new();

    public Counts Verdicts { get; } = new();

    public Counts Reasons { get; } = new();

    /// <summary>Calls that were not answered, by status and reason.</summary>
    public Counts Errors { get; } = new();

    public void Add(KindTally other)
    {
        Latency.Add(other.Latency);
        Service.Add(other.Service);
        Verdicts.Add(other.Verdicts);
        Reasons.Add(other.Reasons);
        Errors.Add(other.Errors);
    }
}

/// <summary>How often each name came.</summary>
internal sealed class Counts
{
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long Total => _counts.Values.Sum();

    /// <summary>Most frequent first.</summary>
    public IEnumerable<KeyValuePair<string, long>> InOrder => _counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal);

    public long Of(string name) => _counts.GetValueOrDefault(name);

    public void Add(string name, long count = 1) => _counts[name] = Of(name) + count;

    public void Add(Counts other)
    {
        foreach (var (name, count) in other._counts)
        {
            Add(name, count);
        }
    }
}
