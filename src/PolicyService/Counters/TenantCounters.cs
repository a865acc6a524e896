using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Everything that is counted for one tenant, behind one lock: a batch of it is atomic, and tenants do not wait for each other.</summary>
internal sealed class TenantCounters
{
    private readonly Lock _gate = new();
    private readonly BatchApplication _application;
    private readonly Settling _settling;

    /// <param name="slots">Room, shared by all tenants.</param>
    /// <param name="limits">How much each may hold.</param>
    /// <param name="frozen">The kill switch was on when the process before this one ended.</param>
    public TenantCounters(EntrySlots slots, CounterStoreLimits limits, bool frozen = false)
    {
        Frozen = frozen;
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

    /// <summary>What the budgets of a batch that was applied have committed; 0 for other operations.</summary>
    public long[] Committed(CounterBatch batch)
    {
        lock (_gate)
        {
            var committed = new long[batch.Count];
            for (var index = 0; index < committed.Length; index++)
            {
                ref readonly var operation = ref batch.Operations[index];
                if (operation.Kind == CounterKind.Reserve)
                {
                    committed[index] = Entries.Find<BudgetEntry>(CounterKey.Of(operation, batch.Readings.Now), batch.Readings.Now)?.Committed ?? 0;
                }
            }

            return committed;
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
