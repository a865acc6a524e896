namespace AiDesk.Policy.Service.Observability.Prometheus;

/// <summary>One series: a value, or the buckets of a histogram. Added to by any number of threads without a lock.</summary>
internal sealed class Series(KeyValuePair<string, object?>[] labels, double[]? bounds)
{
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length + 1];
    private double _value;

    public KeyValuePair<string, object?>[] Labels { get; } = labels;

    /// <summary>The value, or the sum of a histogram.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>Measurements in each bucket, the last without a bound.</summary>
    public ReadOnlySpan<long> Buckets => _buckets;

    public void Add(double amount)
    {
        for (var before = Volatile.Read(ref _value); ;)
        {
            var seen = Interlocked.CompareExchange(ref _value, before + amount, before);
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(before))
            {
                return;
            }

            before = seen;
        }
    }

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Measure(double value)
    {
        var bucket = 0;
        while (bucket < bounds!.Length && value > bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _buckets![bucket]);
        Add(value);
    }
}
