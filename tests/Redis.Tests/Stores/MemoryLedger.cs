using System.Runtime.CompilerServices;
using AiDesk.Policy.Service.Counters.Ledgers;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>A ledger that a test looks into.</summary>
internal sealed class MemoryLedger : ILedger
{
    private readonly Lock _gate = new();
    private readonly List<LedgerRow> _rows = [];
    private readonly Dictionary<string, bool> _frozen = new(StringComparer.Ordinal);

    public IReadOnlyList<LedgerRow> Rows
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows];
            }
        }
    }

    public void Append(LedgerRow row)
    {
        lock (_gate)
        {
            _rows.Add(row with { Mark = _rows.Count + 1 });
        }
    }

    public void MarkPaid(LedgerRow row)
    {
        lock (_gate)
        {
            var index = _rows.FindIndex(known => known.ReservationId == row.ReservationId);
            _rows[index] = _rows[index] with { IsOwed = false };
        }
    }

    public void SetFrozen(string tenant, bool frozen)
    {
        lock (_gate)
        {
            _frozen[tenant] = frozen;
        }
    }

    public bool IsFrozen(string tenant)
    {
        lock (_gate)
        {
            return _frozen.GetValueOrDefault(tenant);
        }
    }

    public async IAsyncEnumerable<LedgerRow> ReadAsync(string tenant, long after, bool owedOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var row in Rows)
        {
            if (row.Tenant == tenant && row.Mark > after && (row.IsOwed || !owedOnly))
            {
                yield return row;
            }
        }
    }
}
