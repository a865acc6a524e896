using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Postgres;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>
/// The ledger of all replicas: each keeps its own commits on its disk before the counters are told, and those that count reach PostgreSQL by the journal of
/// records. What is owed, withdrawn or frozen, and the epochs, are this replica's own.
/// </summary>
internal sealed class SharedLedger(LocalLedger local, PostgresDatabase database, DecisionRecorder recorder, TimeProvider clock) : ISharedLedger
{
    /// <summary>How long it is believed that PostgreSQL has nothing of a tenant: as long as installing its epoch takes.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _empty = new(StringComparer.Ordinal);

    public LedgerRow Append(LedgerRow row) => local.Append(row);

    /// <summary>It counts from here on: so it goes to the other replicas. One that the journal has no room for stays owed, and is marked again.</summary>
    public void MarkPaid(LedgerRow row)
    {
        if (row.Mark > 0 && local.IsUnpaid(row))
        {
            if (recorder.Record(row))
            {
                local.MarkPaid(row);
            }
            else
            {
                local.MarkOwed(row);
            }
        }
    }

    public void MarkOwed(LedgerRow row) => local.MarkOwed(row);

    /// <summary>A row of another replica that was settled otherwise is that one's to withdraw.</summary>
    public void Withdraw(LedgerRow row)
    {
        if (row.Mark > 0)
        {
            local.Withdraw(row);
        }
    }

    public void SetFrozen(string tenant, bool frozen) => local.SetFrozen(tenant, frozen);

    public bool IsFrozen(string tenant) => local.IsFrozen(tenant);

    public void SetEpoch(string tenant, long epoch) => local.SetEpoch(tenant, epoch);

    public long EpochOf(string tenant) => local.EpochOf(tenant);

    /// <summary>Only when PostgreSQL has just said so too: this replica may be new, and the tenant not.</summary>
    public bool IsNew(string tenant) => local.IsNew(tenant) && _empty.TryGetValue(tenant, out var asked) && clock.GetUtcNow() - asked < Believed;

    public IAsyncEnumerable<LedgerRow> ReadAsync(string tenant, long after, bool owedOnly, CancellationToken cancellationToken) => local.ReadAsync(tenant, after, owedOnly, cancellationToken);

    public async IAsyncEnumerable<LedgerRow> ReadSharedAsync(string tenant, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isEmpty = true;
        await foreach (var row in PostgresLedger.ReadAsync(database, tenant, now.ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false))
        {
            isEmpty = false;
            yield return row;
        }

        if (isEmpty)
        {
            _empty[tenant] = now;
        }
        else
        {
            _empty.TryRemove(tenant, out _);
        }
    }
}
