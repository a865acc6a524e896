using System.Numerics;

namespace AiDesk.CommandLine.Load.Measuring;

/// <summary>
/// Counts of durations in microseconds, log-linear: every power of two is cut into as many equal parts, so that each value is kept to a stated share of itself
/// (1/1024 with ten bits: three significant digits) from a microsecond to an hour, in a fixed size. Two of one precision can be added. Not thread-safe.
/// </summary>
/// <param name="bits">1 to 14: parts of a power of two, as a power of two.</param>
internal sealed class Histogram(int bits = Histogram.ThreeDigits)
{
    /// <summary>Precision of one part in 1,024.</summary>
    public const int ThreeDigits = 10;

    /// <summary>An hour; what takes longer counts as that.</summary>
    public const long Greatest = 3_600_000_000;

    private readonly long[] _counts = new long[IndexOf(Greatest, bits) + 1];

    public long Count { get; private set; }

    /// <summary>0 when nothing was counted.</summary>
    public long Max { get; private set; }

    /// <summary>Of all, exactly; 0 when nothing was counted.</summary>
    public double Mean => Count == 0 ? 0 : _sum / Count;

    private double _sum;

    public void Record(long microseconds)
    {
        var value = Math.Clamp(microseconds, 0, Greatest);
        _counts[IndexOf(value, bits)]++;
        Count++;
        _sum += value;
        Max = Math.Max(Max, value);
    }

    public void Add(Histogram other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other._counts.Length, _counts.Length);
        for (var index = 0; index < _counts.Length; index++)
        {
            _counts[index] += other._counts[index];
        }

        Count += other.Count;
        _sum += other._sum;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>The least value that at least this share of all does not exceed, in microseconds, to the precision; never above <see cref="Max"/>. 0 when nothing was counted.</summary>
    /// <param name="share">0 to 1.</param>
    public long At(double share)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= wanted)
            {
                return Math.Min(GreatestOf(index, bits), Max);
            }
        }

        return Max;
    }

    /// <summary>Below 2^(bits+1) each value has a place of its own; above, each power of two has 2^bits of them.</summary>
    private static int IndexOf(long value, int bits)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - bits);
        return (shift << bits) + (int)(value >> shift);
    }

    private static long GreatestOf(int index, int bits)
    {
        var shift = Math.Max(0, (index >> bits) - 1);
        return ((index - ((long)shift << bits) + 1) << shift) - 1;
    }
}
