namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// The latest texts of one session in the order they came: each its digest, the event that brought it, and when. Bounded: the oldest makes room. Events
/// are kept as 31 keyed bits of their id: two of one text that fall together, one pair in two thousand million, count as one event.
/// </summary>
internal sealed class SeenTexts
{
    /// <summary>Most texts kept of one session.</summary>
    public const int Limit = 128;

    private Seen[] _seen = [];

    public int Count { get; private set; }

    /// <summary>When the newest came; 0 when there is none.</summary>
    public long NewestAt => Count == 0 ? 0 : _seen[Count - 1].At;

    /// <summary>How often the text came, and the place of this event among those times; -1 when it is not there.</summary>
    public (int Times, int Own, long LatestAt) Find(UInt128 digest, string token)
    {
        var (times, own, latest) = (0, -1, 0L);
        var mark = MarkOf(token);
        foreach (ref readonly var seen in _seen.AsSpan(0, Count))
        {
            if (seen.Digest == digest)
            {
                own = own < 0 && mark != 0 && seen.Mark == mark ? times : own;
                latest = seen.At;
                times++;
            }
        }

        return (times, own, latest);
    }

    /// <summary>Adds an event. Of one text no more than <paramref name="most"/> are kept, so that a flood of one does not drive out the others.</summary>
    public void Add(UInt128 digest, string token, long at, int most)
    {
        if (Find(digest, token).Times >= most)
        {
            RemoveAt(OldestOf(digest));
        }
        else if (Count == Limit)
        {
            RemoveAt(0);
        }

        if (Count == _seen.Length)
        {
            Array.Resize(ref _seen, Math.Clamp(Count * 2, 2, Limit));
        }

        _seen[Count++] = new Seen(digest, MarkOf(token), at);
    }

    /// <summary>Forgets texts from before <paramref name="time"/>, and at it.</summary>
    public void ForgetUntil(long time)
    {
        var expired = 0;
        while (expired < Count && _seen[expired].At <= time)
        {
            expired++;
        }

        if (expired > 0)
        {
            Count -= expired;
            Array.Copy(_seen, expired, _seen, 0, Count);
        }
    }

    private int OldestOf(UInt128 digest)
    {
        var index = 0;
        while (_seen[index].Digest != digest)
        {
            index++;
        }

        return index;
    }

    private void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_seen, index + 1, _seen, index, Count - index);
    }

    // The hash of a string is keyed per process: nobody can choose two ids that fall together. An empty id is no event's.
    private static int MarkOf(string token) => token.Length == 0 ? 0 : token.GetHashCode(StringComparison.Ordinal) | 1 << 31;

    private readonly record struct Seen(UInt128 Digest, int Mark, long At);
}
