using System.Runtime.CompilerServices;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Postgres;

namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>
/// The ledger of all replicas: each keeps its own commits on its disk before a settle is answered, and they reach PostgreSQL by the journal of records. From
/// there counters are rebuilt, with what this replica has and PostgreSQL has not got yet. What is owed and what is frozen is this replica's own.
/// </summary>
internal sealed class SharedLedger(LocalLedger local, PostgresDatabase database, DecisionRecorder recorder, TimeProvider clock) : ILedger
{
    public void Append(LedgerRow row)
    {
        local.Append(row);
        if (!recorder.Record(row))
        {
            throw new IOException("the commit could not be recorded: the journal is full");
        }
    }

    public void MarkPaid(LedgerRow row) => local.MarkPaid(row);

    public void SetFrozen(string tenant, bool frozen) => local.SetFrozen(tenant, frozen);

    public bool IsFrozen(string tenant) => local.IsFrozen(tenant);

    /// <summary>
    /// All rows: first those of PostgreSQL, without a mark, then those of this replica. Throws <see cref="IOException"/> while PostgreSQL does not answer:
    /// without what the other replicas have spent nothing may be rebuilt.
    /// </summary>
    public async IAsyncEnumerable<LedgerRow> ReadAsync(string tenant, long after, bool owedOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new HashSet<Guid>();
        if (!owedOnly)
        {
            await foreach (var row in PostgresLedger.ReadAsync(database, tenant, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false))
            {
                known.Add(row.ReservationId);
                yield return row;
            }
        }

        await foreach (var row in local.ReadAsync(tenant, after, owedOnly, cancellationToken).ConfigureAwait(false))
        {
            // One that is owed is told to be paid, so it comes again: by its id it counts once.
            if (row.IsOwed || !known.Contains(row.ReservationId))
            {
                yield return row;
            }
        }
    }
}
