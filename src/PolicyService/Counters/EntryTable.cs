namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// One tenant's counters with their expiry. Every entry is in the queue once, under an expiry that it had; when that comes and the entry has got a later one
/// since, it goes back: a counter in steady use costs nothing until then. Used under the tenant's lock.
/// </summary>
internal sealed class EntryTable(EntrySlots slots, int limit)
{
    private readonly Dictionary<CounterKey, CounterEntry> _entries = [];
    private readonly PriorityQueue<CounterKey, long> _expiries = new();
    private int _promised;
    private int _extra;

    public int Count => _entries.Count;

    /// <summary>Null when there is none, or it has expired.</summary>
    public T? Find<T>(in CounterKey key, long now)
        where T : CounterEntry => _entries.TryGetValue(key, out var entry) && entry.ExpiresAt > now ? (T)entry : null;

    /// <summary>Keeps room for one new entry; false when the store or the tenant is full.</summary>
    public bool TryPromise()
    {
        if (_entries.Count + _promised + _extra >= limit || !slots.TryTake())
        {
            return false;
        }

        _promised++;
        return true;
    }

    /// <summary>Makes room for an entry to grow to so many places besides its own; false, with nothing taken, when the store or the tenant is full.</summary>
    public bool TryWiden(CounterEntry entry, int extraSlots)
    {
        var more = extraSlots - entry.ExtraSlots;
        if (more <= 0)
        {
            return true;
        }

        if (_entries.Count + _promised + _extra + more > limit || !slots.TryTake(more))
        {
            return false;
        }

        _extra += more;
        entry.ExtraSlots = extraSlots;
        return true;
    }

    /// <summary>Gives back room that was kept and not needed.</summary>
    public void Unpromise()
    {
        _promised--;
        slots.Return();
    }

    /// <summary>The entry, made when there is none. The caller sets its expiry and then calls <see cref="Track"/> when it was made.</summary>
    public T GetOrAdd<T>(in CounterKey key, long now, bool promised, out bool made)
        where T : CounterEntry, new()
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            made = false;
            if (promised)
            {
                Unpromise();
            }

            if (entry.ExpiresAt > now)
            {
                return (T)entry;
            }

            // Expired and not swept yet: it starts anew in its place in the queue.
            GiveBackExtra(entry);
            var renewed = new T();
            _entries[key] = renewed;
            return renewed;
        }

        made = true;
        if (promised)
        {
            _promised--;
        }
        else
        {
            slots.Take();
        }

        var added = new T();
        _entries.Add(key, added);
        return added;
    }

    public void Track(in CounterKey key, CounterEntry entry) => _expiries.Enqueue(key, entry.ExpiresAt);

    /// <summary>Forgets expired entries, looking at no more than <paramref name="most"/>. True when there may be more.</summary>
    public bool Sweep(long now, int most)
    {
        while (most-- > 0)
        {
            if (!_expiries.TryPeek(out var key, out var due) || due > now)
            {
                return false;
            }

            var entry = _entries[key];
            if (entry.ExpiresAt > now)
            {
                _expiries.DequeueEnqueue(key, entry.ExpiresAt);
                continue;
            }

            _expiries.Dequeue();
            _entries.Remove(key);
            GiveBackExtra(entry);
            slots.Return();
        }

        return true;
    }

    private void GiveBackExtra(CounterEntry entry)
    {
        _extra -= entry.ExtraSlots;
        slots.Return(entry.ExtraSlots);
    }
}
