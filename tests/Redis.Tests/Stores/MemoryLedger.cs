using AiDesk.Policy.Service.Counters.Ledgers;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>A ledger that a test looks into; it dies with the test.</summary>
internal sealed class MemoryLedger : ILedger
{
    private readonly Lock _gate = new();
    private readonly LedgerState _state = new();
    private readonly List<LedgerRow> _rows = [];

    /// <summary>All that were kept and not withdrawn, with whether the counters are known to have them.</summary>
    public IReadOnlyList<(LedgerRow Row, bool IsPaid)> Rows
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows.Where(row => !_state.IsWithdrawn(row.Mark)).Select(row => (row, !_state.IsUnpaid(row.Mark)))];
            }
        }
    }

    public LedgerRow Append(LedgerRow row)
    {
        lock (_gate)
        {
            row = row with { Mark = _state.Mark + 1 };
            _rows.Add(row);
            _state.Take(new LedgerLine { Row = row });
            return row;
        }
    }

    public void MarkPaid(LedgerRow row) => Take(new LedgerLine { Paid = row.Mark });

    public void MarkOwed(LedgerRow row)
    {
        lock (_gate)
        {
            _state.Owe(row.Mark);
        }
    }

    public void Withdraw(LedgerRow row) => Take(new LedgerLine { Withdrawn = row.Mark });

    public void SetFrozen(string tenant, bool frozen) => Take(new LedgerLine { Switch = new TenantSwitch(tenant, frozen) });

    public bool IsFrozen(string tenant) => Ask(state => state.IsFrozen(tenant));

    public void SetEpoch(string tenant, long epoch) => Take(new LedgerLine { Epoch = new TenantEpoch(tenant, epoch) });

    public long EpochOf(string tenant) => Ask(state => state.EpochOf(tenant));

    public bool IsNew(string tenant) => Ask(state => state.IsNew(tenant));

    public async IAsyncEnumerable<LedgerRow> ReadAsync(
        string tenant, long after, bool owedOnly, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var row in owedOnly ? Ask(state => state.OwedTo(tenant, after)) : Rows.Select(kept => kept.Row))
        {
            if (row.Tenant == tenant && row.Mark > after)
            {
                yield return row;
            }
        }
    }

    private void Take(LedgerLine line)
    {
        lock (_gate)
        {
            _state.Take(line);
        }
    }

    private T Ask<T>(Func<LedgerState, T> question)
    {
        lock (_gate)
        {
            return question(_state);
        }
    }
}
