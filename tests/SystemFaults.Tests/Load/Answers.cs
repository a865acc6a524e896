using System.Collections.Concurrent;
using System.Globalization;

namespace AiDesk.SystemFaults.Load;

/// <summary>What callers of one kind saw: how often each answer, and the longest wait for any.</summary>
internal sealed class Answers
{
    public const string AsEver = "as ever";

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _longest;

    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longest));

    public void Add(string answer, TimeSpan took)
    {
        _counts.AddOrUpdate(answer, 1, (_, count) => count + 1);
        for (var longest = Interlocked.Read(ref _longest); took.Ticks > longest; longest = Interlocked.Read(ref _longest))
        {
            Interlocked.CompareExchange(ref _longest, took.Ticks, longest);
        }
    }

    public int Of(string answer) => _counts.GetValueOrDefault(answer);

    /// <summary>As "812 as ever, 40 UNAVAILABLE".</summary>
    public override string ToString() => string.Join(", ", _counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} {pair.Key}")));
}
