namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>
/// What was spent, and which tenants are frozen, kept where it survives the counters: from it they are rebuilt when their server has lost its memory. A row is kept before the counters
/// are told of it and counts once, by its reservation's id, wherever the process died between the two. Rows whose windows nobody asks for any more may be dropped.
/// </summary>
internal interface ILedger
{
    /// <summary>Keeps a row before the counters are told; answers it with its mark. Throws <see cref="IOException"/> when it cannot be kept: then they are not to be told.</summary>
    LedgerRow Append(LedgerRow row);

    /// <summary>The counters have got a row.</summary>
    void MarkPaid(LedgerRow row);

    /// <summary>The counters did not say that they have got a row: it is owed to them. So is, after a restart, every row that was not marked.</summary>
    void MarkOwed(LedgerRow row);

    /// <summary>A row that never counts: the counters had settled its reservation before.</summary>
    void Withdraw(LedgerRow row);

    /// <summary>Keeps that a tenant's kill switch is on, or off again.</summary>
    void SetFrozen(string tenant, bool frozen);

    /// <summary>The kill switch was on when it was last set.</summary>
    bool IsFrozen(string tenant);

    /// <summary>Keeps that all of a tenant's rows until now are in the counters of this epoch.</summary>
    void SetEpoch(string tenant, long epoch);

    /// <summary>The epoch that <see cref="SetEpoch"/> kept last; 0 for none.</summary>
    long EpochOf(string tenant);

    /// <summary>Nothing was ever kept of the tenant: there is nothing to rebuild from here.</summary>
    bool IsNew(string tenant);

    /// <summary>A tenant's rows, oldest first, after a mark (0: all). A row's mark grows from row to row.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="after">The mark of the last row that is known.</param>
    /// <param name="owedOnly">Those alone that are owed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<LedgerRow> ReadAsync(string tenant, long after, bool owedOnly, CancellationToken cancellationToken);
}
