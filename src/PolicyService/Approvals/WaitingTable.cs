using System.Diagnostics.CodeAnalysis;

namespace AiDesk.Policy.Service.Approvals;

/// <summary>
/// What waits for people, by tenant and decision: bounded in all and for each tenant. What is resolved stays a while to answer who asks again, and makes room
/// when that is needed, oldest first; what still waits never does. Used under its owner's lock.
/// </summary>
internal sealed class WaitingTable<T>(int limit, int limitPerTenant, TimeSpan keep)
    where T : class, IWaiting
{
    private readonly Dictionary<(string Tenant, Guid Decision), T> _items = [];
    private readonly Dictionary<string, TenantShare> _tenants = new(StringComparer.Ordinal);
    private readonly PriorityQueue<(string Tenant, Guid Decision), DateTimeOffset> _ends = new();
    private readonly PriorityQueue<(string Tenant, Guid Decision), DateTimeOffset> _lapses = new();
    private readonly List<T> _lapsed = [];

    public int Count => _items.Count;

    public IReadOnlyCollection<T> Items => _items.Values;

    public bool Contains(string tenant, Guid decision) => _items.ContainsKey((tenant, decision));

    public bool TryGet(string tenant, Guid decision, [NotNullWhen(true)] out T? item) => _items.TryGetValue((tenant, decision), out item);

    /// <summary>Whether one more of this tenant fits, after what need not be kept has gone.</summary>
    public bool HasRoom(string tenant, DateTimeOffset now)
    {
        Evict(now);
        if (IsFull(tenant))
        {
            Forget(now + keep, now);
        }

        while (IsFull(tenant) && _tenants.TryGetValue(tenant, out var share) && share.Resolved.TryDequeue(out var oldest))
        {
            Remove(tenant, oldest);
        }

        return !IsFull(tenant);
    }

    public void Add(T item)
    {
        var key = (item.Tenant, item.DecisionId);
        _items.Add(key, item);
        if (!_tenants.TryGetValue(item.Tenant, out var share))
        {
            share = new TenantShare();
            _tenants.Add(item.Tenant, share);
        }

        share.Count++;
        _ends.Enqueue(key, item.ExpiresAt + keep);
        _lapses.Enqueue(key, item.ExpiresAt);
        NoteResolved(item);
        if (_ends.Count > 1024 + (2 * _items.Count))
        {
            Reschedule();
        }
    }

    /// <summary>Puts another state of what is there in its place.</summary>
    public void Replace(T item)
    {
        var before = _items[(item.Tenant, item.DecisionId)];
        _items[(item.Tenant, item.DecisionId)] = item;
        if (!before.IsResolved)
        {
            NoteResolved(item);
        }
    }

    public void Remove(string tenant, Guid decision)
    {
        if (_items.Remove((tenant, decision)) && --_tenants[tenant].Count == 0)
        {
            _tenants.Remove(tenant);
        }
    }

    /// <summary>Lets go of what has been over for long enough.</summary>
    public void Evict(DateTimeOffset now) => Forget(now, now);

    /// <summary>What has lapsed unresolved and of which that is not on record yet; it is offered again until <see cref="Told"/>.</summary>
    public IReadOnlyList<T> Lapsed(DateTimeOffset now)
    {
        CollectLapsed(now);
        return _lapsed;
    }

    /// <summary>The first <paramref name="count"/> of <see cref="Lapsed"/> are on record.</summary>
    public void Told(int count) => _lapsed.RemoveRange(0, count);

    private bool IsFull(string tenant) => _items.Count >= limit || (_tenants.TryGetValue(tenant, out var share) && share.Count >= limitPerTenant);

    private void Forget(DateTimeOffset endedBy, DateTimeOffset now)
    {
        CollectLapsed(now);
        while (_ends.TryPeek(out var key, out var end) && end <= endedBy)
        {
            _ends.Dequeue();
            Remove(key.Tenant, key.Decision);
        }
    }

    private void CollectLapsed(DateTimeOffset now)
    {
        while (_lapses.TryPeek(out var key, out var end) && end <= now)
        {
            _lapses.Dequeue();
            if (_items.TryGetValue(key, out var item) && !item.IsResolved && !item.Lapsed)
            {
                _lapsed.Add(item);
            }
        }
    }

    private void NoteResolved(T item)
    {
        if (!item.IsResolved)
        {
            return;
        }

        var resolved = _tenants[item.Tenant].Resolved;
        while (resolved.TryPeek(out var oldest) && !_items.ContainsKey((item.Tenant, oldest)))
        {
            resolved.Dequeue();
        }

        resolved.Enqueue(item.DecisionId);
    }

    // What went before its time has left its times behind: memory stays in proportion to what is there.
    private void Reschedule()
    {
        _ends.Clear();
        _lapses.Clear();
        var lapsed = _lapsed.Select(item => (item.Tenant, item.DecisionId)).ToHashSet();
        foreach (var (key, item) in _items)
        {
            _ends.Enqueue(key, item.ExpiresAt + keep);
            if (!lapsed.Contains(key))
            {
                _lapses.Enqueue(key, item.ExpiresAt);
            }
        }
    }

    private sealed class TenantShare
    {
        public int Count { get; set; }

        /// <summary>Resolved ones in the order that they were; some may be gone by now.</summary>
        public Queue<Guid> Resolved { get; } = new();
    }
}
