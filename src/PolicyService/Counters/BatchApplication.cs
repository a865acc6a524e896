using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Applies one batch in two phases: every operation is checked and the gates are joined; then what the outcome allows is consumed. Nothing is written in the
/// first phase, so that a batch that may not go on leaves nothing behind but what is meant to stay (hits, strikes, taint).
/// </summary>
internal sealed class BatchApplication
{
    /// <summary>Expired entries that one batch clears away; the background sweep does the rest.</summary>
    private const int EntrySweep = 4;

    private readonly TenantCounters _tenant;
    private readonly BatchCheck _check;
    private readonly BatchConsumption _consumption;

    public BatchApplication(TenantCounters tenant)
    {
        _tenant = tenant;
        var scratch = new OperationScratch[CounterBatch.Limit];
        _check = new BatchCheck(tenant, scratch);
        _consumption = new BatchConsumption(tenant, scratch);
    }

    public void Apply(CounterBatch batch, long now)
    {
        var readings = batch.Readings;
        readings.Clear();
        readings.Now = now;
        readings.ReservationId = batch.ReservationId;
        if (!batch.Request.IsNone && _tenant.Requests.TryRepeat(batch, now))
        {
            return;
        }

        _tenant.Leases.Sweep(now, Leases.SweepLimit);
        _tenant.Entries.Sweep(now, EntrySweep);
        readings.Severity = _check.Run(batch, now);
        _consumption.Run(batch, now);
        if (!batch.Request.IsNone)
        {
            _tenant.Requests.Store(batch, now);
        }
    }

    /// <summary>What an operation that did not pass asks for; <see cref="Verdict.None"/> in monitor.</summary>
    public static Verdict GateOf(in CounterOperation operation, CounterState state) => state switch
    {
        CounterState.Over or CounterState.Incomplete or CounterState.Unavailable => operation.Gate,
        CounterState.Approve when operation.Gate != Verdict.None => Verdict.RequireApproval,
        _ => Verdict.None,
    };
}

/// <summary>What the first phase found for the second. Reused under the tenant's lock.</summary>
internal struct OperationScratch
{
    public CounterKey Key;

    /// <summary>The entry; null when there is none yet.</summary>
    public CounterEntry? Entry;

    /// <summary>Room was kept for a new entry.</summary>
    public bool Promised;

    /// <summary>The operation cannot be what it says (a cost out of range, a rule that is missing): it is over, and never consumed.</summary>
    public bool Invalid;
}
