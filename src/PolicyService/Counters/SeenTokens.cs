namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Events of one descriptor in the order they came, each known by its token, so that the same event again is not counted again. Bounded: the oldest makes
/// room. The first is held without an array, since most descriptors are met once.
/// </summary>
internal sealed class SeenTokens
{
    /// <summary>Most events kept of one descriptor.</summary>
    public const int Limit = 128;

    private (string Token, long At) _first;
    private (string Token, long At)[]? _more;

    public int Count { get; private set; }

    /// <summary>When the newest came; 0 when there is none.</summary>
    public long NewestAt => Count == 0 ? 0 : At(Count - 1).At;

    public (string Token, long At) At(int index) => index == 0 ? _first : _more![index - 1];

    /// <summary>Place of the event in the order; -1 when it is not there. An empty token is no event's.</summary>
    public int IndexOf(string token)
    {
        for (var index = 0; index < Count && token.Length > 0; index++)
        {
            if (string.Equals(At(index).Token, token, StringComparison.Ordinal))
            {
                return index;
            }
        }

        return -1;
    }

    public void Add(string token, long at, int capacity)
    {
        capacity = Math.Clamp(capacity, 1, Limit);
        while (Count >= capacity)
        {
            RemoveOldest();
        }

        if (Count == 0)
        {
            _first = (token, at);
        }
        else
        {
            if (_more is null || _more.Length < Count)
            {
                Array.Resize(ref _more, Math.Min(Math.Max(4, Count * 2), Limit));
            }

            _more[Count - 1] = (token, at);
        }

        Count++;
    }

    /// <summary>Forgets events from before <paramref name="time"/>, and at it.</summary>
    public void ForgetUntil(long time)
    {
        while (Count > 0 && _first.At <= time)
        {
            RemoveOldest();
        }
    }

    public void Clear()
    {
        Count = 0;
        _first = default;
        _more = null;
    }

    private void RemoveOldest()
    {
        if (Count > 1)
        {
            _first = _more![0];
            Array.Copy(_more, 1, _more, 0, Count - 2);
            _more[Count - 2] = default;
        }
        else
        {
            _first = default;
        }

        Count--;
    }
}
