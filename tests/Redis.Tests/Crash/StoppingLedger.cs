using AiDesk.Policy.Service.Counters.Ledgers;

namespace AiDesk.Redis.Tests.Crash;

/// <summary>Where a process that commits is killed.</summary>
internal enum CrashPoint
{
    /// <summary>Neither the journal nor Redis has heard of the commit.</summary>
    BeforeTheJournal,

    /// <summary>The journal has its line, Redis has heard nothing.</summary>
    BetweenJournalAndSettle,

    /// <summary>Redis has settled, the journal does not know it.</summary>
    BetweenSettleAndJournal,

    /// <summary>Both know, the caller has no answer.</summary>
    BeforeTheAnswer,
}

/// <summary>A ledger that says that it has come to a point, and stays there until its process is killed.</summary>
internal sealed class StoppingLedger(ILedger inner, CrashPoint point) : ILedger
{
    public LedgerRow Append(LedgerRow row)
    {
        StopAt(CrashPoint.BeforeTheJournal);
        var kept = inner.Append(row);
        StopAt(CrashPoint.BetweenJournalAndSettle);
        return kept;
    }

    public void MarkPaid(LedgerRow row)
    {
        StopAt(CrashPoint.BetweenSettleAndJournal);
        inner.MarkPaid(row);
        StopAt(CrashPoint.BeforeTheAnswer);
    }

    public void MarkOwed(LedgerRow row) => inner.MarkOwed(row);

    public void Withdraw(LedgerRow row) => inner.Withdraw(row);

    public void SetFrozen(string tenant, bool frozen) => inner.SetFrozen(tenant, frozen);

    public bool IsFrozen(string tenant) => inner.IsFrozen(tenant);

    public void SetEpoch(string tenant, long epoch) => inner.SetEpoch(tenant, epoch);

    public long EpochOf(string tenant) => inner.EpochOf(tenant);

    public bool IsNew(string tenant) => inner.IsNew(tenant);

    public IAsyncEnumerable<LedgerRow> ReadAsync(string tenant, long after, bool owedOnly, CancellationToken cancellationToken) =>
        inner.ReadAsync(tenant, after, owedOnly, cancellationToken);

    private void StopAt(CrashPoint reached)
    {
        if (reached == point)
        {
            Console.WriteLine(reached);
            // The test kills the process when it has read the line.
            using var never = new ManualResetEventSlim();
            never.Wait();
        }
    }
}
