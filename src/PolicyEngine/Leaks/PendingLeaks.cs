using AiDesk.Policy.Limits;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Leaks;

/// <summary>A leak unless the conversation excuses it.</summary>
/// <param name="Code">Of the finding.</param>
/// <param name="Start">First UTF-16 unit of the place.</param>
/// <param name="End">First unit after it.</param>
/// <param name="Value">Its place among the values that the counters are asked for.</param>
/// <param name="Excuse">The sets that excuse it.</param>
internal readonly record struct PendingLeak(string Code, int Start, int End, int Value, MemberSets Excuse);

/// <summary>
/// Leaks that are none when the run has shown the value or the customer wrote it, which only the counters know. Bounded: what does not fit is a leak at once.
/// Reused.
/// </summary>
internal sealed class PendingLeaks
{
    public const int Limit = 64;

    private readonly PendingLeak[] _items = new PendingLeak[Limit];
    private readonly (int Start, int End)[] _shadows = new (int Start, int End)[Limit];
    private int _shadowCount;
    private ValueScan _values = null!;

    public int Count { get; private set; }

    public ReadOnlySpan<PendingLeak> Items => _items.AsSpan(0, Count);

    /// <summary>Places that were not reported since a part of them was, in no order.</summary>
    public ReadOnlySpan<(int Start, int End)> Shadows => _shadows.AsSpan(0, _shadowCount);

    public void Begin(ValueScan values)
    {
        _values = values;
        Clear();
    }

    public void Clear()
    {
        Count = 0;
        _shadowCount = 0;
    }

    /// <summary>Past the limit the last place grows to hold what comes: never too little is remembered.</summary>
    public void AddShadow(int start, int end)
    {
        for (var i = 0; i < _shadowCount; i++)
        {
            ref var shadow = ref _shadows[i];
            if ((shadow.Start < end && start < shadow.End) || i == _shadows.Length - 1)
            {
                shadow = (Math.Min(shadow.Start, start), Math.Max(shadow.End, end));
                return;
            }
        }

        _shadows[_shadowCount++] = (start, end);
    }

    /// <summary>An identifier, excused when the run has shown it or the customer wrote it.</summary>
    public bool TryAddId(string code, ReadOnlySpan<char> place, int start)
    {
        if (Count == Limit)
        {
            return false;
        }

        if (place.Contains('@'))
        {
            _values.Addresses(place, start);
        }
        else
        {
            _values.Place(place, start);
        }

        return TryAdd(code, start, start + place.Length, MemberSets.Milder);
    }

    /// <summary>A link, excused when the customer or a tool that vouches for it has named its host.</summary>
    public bool TryAddLink(string code, ReadOnlySpan<char> link, int start) =>
        Count < Limit && _values.TryHost(link, start) && TryAdd(code, start, start + link.Length, MemberSets.Trusted);

    private bool TryAdd(string code, int start, int end, MemberSets excuse)
    {
        var values = _values.Found;
        if (values.Count == 0 || values.Items[^1].Start < start || values.Items[^1].End > end)
        {
            // The list was full, or the place is no value of its own.
            return false;
        }

        _items[Count++] = new PendingLeak(code, start, end, values.Count - 1, excuse);
        return true;
    }
}
