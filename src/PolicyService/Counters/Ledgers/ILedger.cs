namespace AiDesk.Policy.Service.Counters.Ledgers;

/// <summary>
/// What was spent, and which tenants are frozen, kept where it survives the counters: from it they are rebuilt when their server has lost its memory. Every row counts once, by its
/// reservation's id. Rows whose windows nobody asks for any more may be dropped.
/// </summary>
internal interface ILedger
{
    /// <summary>Keeps a row before the settle is answered. Throws <see cref="IOException"/> when it cannot be kept.</summary>
    void Append(LedgerRow row);

    /// <summary>The counters have got a row that was owed to them.</summary>
    void MarkPaid(LedgerRow row);

    /// <summary>Keeps that a tenant's kill switch is on, or off again.</summary>
    void SetFrozen(string tenant, bool frozen);

    /// <summary>The kill switch was on when it was last set.</summary>
    bool IsFrozen(string tenant);

    /// <summary>A tenant's rows, oldest first, after a mark (0: all). A row's mark grows from row to row.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="after">The mark of the last row that is known.</param>
    /// <param name="owedOnly">Those alone that the counters have not got yet.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<LedgerRow> ReadAsync(string tenant, long after, bool owedOnly, CancellationToken cancellationToken);
}
