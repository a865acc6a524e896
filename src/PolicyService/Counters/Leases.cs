namespace AiDesk.Policy.Service.Counters;

/// <summary>A tenant's live reservations, by id and by end. Used under the tenant's lock.</summary>
internal sealed class Leases(EntrySlots slots)
{
    /// <summary>Most ended leases that one batch clears away; the rest count as held.</summary>
    public const int SweepLimit = 64;

    private readonly Dictionary<Guid, Lease> _live = [];
    private readonly PriorityQueue<Guid, long> _ends = new();
    private readonly Stack<Lease> _spare = new();

    public int Count => _live.Count;

    /// <summary>Null when the reservation is not live: it ended, was settled, or never was.</summary>
    public Lease? Find(Guid id, long now) => _live.TryGetValue(id, out var lease) && lease.End > now ? lease : null;

    /// <summary>A new lease, for which the caller took a slot.</summary>
    public Lease Add(Guid id, long end)
    {
        var lease = _spare.TryPop(out var spare) ? spare : new Lease();
        lease.End = end;
        _live.Add(id, lease);
        _ends.Enqueue(id, end);
        return lease;
    }

    /// <summary>Gives back what the reservation holds, and forgets it.</summary>
    public void Remove(Guid id)
    {
        if (!_live.Remove(id, out var lease))
        {
            return;
        }

        lease.Release();
        slots.Return();
        if (_spare.Count < SweepLimit)
        {
            _spare.Push(lease);
        }
    }

    /// <summary>Ends leases whose time has come, at most <paramref name="most"/>. True when there may be more.</summary>
    public bool Sweep(long now, int most)
    {
        while (most-- > 0)
        {
            if (!_ends.TryPeek(out var id, out var due) || due > now)
            {
                return false;
            }

            if (_live.TryGetValue(id, out var lease) && lease.End > now)
            {
                // Renewed since.
                _ends.DequeueEnqueue(id, lease.End);
                continue;
            }

            _ends.Dequeue();
            Remove(id);
        }

        return true;
    }
}
