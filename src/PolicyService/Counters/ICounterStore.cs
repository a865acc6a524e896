using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Rates, strikes, budgets and facts that hold across calls. One conformance suite runs against every implementation. A store never throws for an
/// outage: it answers readings that say <see cref="CounterState.Unavailable"/>, and the engine applies each limit's outage rule.
/// </summary>
public interface ICounterStore
{
    /// <summary>Applies a batch atomically and fills <see cref="CounterBatch.Readings"/>, which it returns.</summary>
    ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Settles a reservation. <paramref name="actual"/> is the cost per unit for a commit; a unit that is absent costs what was held. Idempotent by
    /// reservation id; a commit after the lease is applied all the same, in the window of the reservation. <see cref="SettleState.None"/> when the store did
    /// not answer: the caller settles again, and a commit is kept and brought to the counters whether it does or not.
    /// </summary>
    ValueTask<SettleResult> SettleAsync(Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the strikes of one session or user, and the block that they led to. What struck is forgotten too: the same event, when it comes again, strikes again.
    /// </summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="descriptor">What the policy's <c>strikes.per</c> reads: a session's or a user's id; empty for the bucket of calls without one.</param>
    /// <param name="cancellationToken">Of the call.</param>
    ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken);

    /// <summary>
    /// What each <see cref="CounterKind.Reserve"/> operation of a batch has committed, in the window that its readings were taken in; 0 for other operations.
    /// Null when the store did not answer. Changes nothing.
    /// </summary>
    /// <param name="batch">Applied before.</param>
    /// <param name="cancellationToken">Of the call.</param>
    ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken);

    /// <summary>Freezes or thaws a tenant: every later batch with a <see cref="CounterKind.KillSwitch"/> operation sees it.</summary>
    ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken);
}
