namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>A ledger that knows what other replicas have spent, too.</summary>
internal interface ISharedLedger : ILedger
{
    /// <summary>
    /// All of a tenant's rows that counters are asked for, of every replica, without marks. Asked only when the tenant has no epoch: what an epoch has already is
    /// told by its settled reservations for two days only. Throws <see cref="IOException"/> when they cannot be read: then nothing may be rebuilt.
    /// </summary>
    IAsyncEnumerable<LedgerRow> ReadSharedAsync(string tenant, CancellationToken cancellationToken);
}
