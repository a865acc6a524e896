using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Everything that is counted for one tenant, behind one lock: a batch of it is atomic, and tenants do not wait for each other.</summary>
internal sealed class TenantCounters
{
    private readonly Lock _gate = new();
    private readonly BatchApplication _application;
    private readonly Settling _settling;

    public TenantCounters(EntrySlots slots, CounterStoreLimits limits)
    {
        Slots = slots;
        Entries = new EntryTable(slots, limits.EntriesPerTenant);
        Leases = new Leases(slots);
        Requests = new AnsweredRequests(Math.Max(1, limits.RequestsPerTenant));
        Settled = new SettledReservations(Math.Max(1, limits.SettledPerTenant));
        _application = new BatchApplication(this);
        _settling = new Settling(this);
    }

    public EntrySlots Slots { get; }

    public EntryTable Entries { get; }

    public Leases Leases { get; }

    public AnsweredRequests Requests { get; }

    public SettledReservations Settled { get; }

    public bool Frozen { get; private set; }

    public void Apply(CounterBatch batch, long now)
    {
        lock (_gate)
        {
            _application.Apply(batch, now);
        }
    }

    public SettleResult Settle(Reservation reservation, SettleAction action, ReadOnlySpan<Amount> actual, long leaseMs, long now)
    {
        lock (_gate)
        {
            return _settling.Settle(reservation, action, actual, leaseMs, now);
        }
    }

    public void Freeze(bool frozen)
    {
        lock (_gate)
        {
            Frozen = frozen;
        }
    }

    /// <summary>Forgets what has expired, in short turns under the lock, so that no call waits long.</summary>
    public void Sweep(long now)
    {
        const int turn = 1024;
        bool more;
        do
        {
            lock (_gate)
            {
                more = Leases.Sweep(now, turn) | Entries.Sweep(now, turn) | Requests.Sweep(now, turn) | Settled.Sweep(now, turn);
            }
        }
        while (more);
    }
}
