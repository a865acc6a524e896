using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Counters.Shares;

/// <summary>
/// Counters on Redis, and for limits and budgets whose policy says so shares of them in this process: a batch for which a share has everything is answered
/// at once. What is in a share is counted or held on Redis already, so that no limit is exceeded whatever becomes of this process.
/// </summary>
internal sealed class SharingCounterStore : ICounterStore, IDisposable
{
    /// <summary>How often shares that have ended are given back.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>How often giving back is tried. What Redis never hears of ends with its window or lease.</summary>
    private const int MostTries = 3;

    private readonly ConcurrentDictionary<string, TenantShares> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<TaskCompletionSource, bool> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly RedisCounterStore _shared;
    private readonly ShareTaking _taking;
    private readonly ConnectionMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<SharingCounterStore> _log;
    private readonly ITimer _ticker;
    private volatile bool _isEnding;

    public SharingCounterStore(RedisCounterStore shared, ConnectionMetrics metrics, TimeProvider time, ILogger<SharingCounterStore> log)
    {
        _shared = shared;
        _metrics = metrics;
        _time = time;
        _log = log;
        _taking = new ShareTaking(shared, time);
        _ticker = time.CreateTimer(static self => ((SharingCounterStore)self!).GiveBackEnded(), this, Interval, Interval);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        if (!ShareableBatch.Is(batch))
        {
            var whole = await _shared.ApplyAsync(batch, cancellationToken);
            GiveBackIfFrozen(batch);
            return whole;
        }

        var shares = _tenants.TryGetValue(batch.Tenant, out var known) ? known : _tenants.GetOrAdd(batch.Tenant, static (tenant, time) => new TenantShares(tenant, time), _time);
        if (shares.TryAnswer(batch, _time.GetTimestamp(), _shared.SeenEpoch(batch.Tenant)))
        {
            _metrics.AnsweredFromShare();
            TakeMore(shares, batch);
            return batch.Readings;
        }

        var readings = await _shared.ApplyAsync(batch, cancellationToken);
        GiveBackIfFrozen(batch);
        if (!readings.Unavailable && readings[0].State == CounterState.Ok)
        {
            shares.Learn(batch);
            TakeMore(shares, batch);
        }

        return readings;
    }

    public ValueTask<SettleResult> SettleAsync(
        Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken) =>
        _shared.SettleAsync(reservation, action, actual, leaseMs, cancellationToken);

    public ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken) =>
        _shared.ResetStrikesAsync(tenant, descriptor, cancellationToken);

    public ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken) => _shared.CommittedAsync(batch, cancellationToken);

    public async ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken)
    {
        await _shared.SetKillSwitchAsync(tenant, frozen, cancellationToken);
        GiveBack(tenant);
    }

    /// <summary>Gives back every share and takes no more; for the end of the process. What gets no answer ends by itself.</summary>
    public async Task EndAsync()
    {
        _isEnding = true;
        foreach (var (tenant, _) in _tenants)
        {
            GiveBack(tenant);
        }

        await IdleAsync();
    }

    /// <summary>Waits until nothing is being taken or given back.</summary>
    public async Task IdleAsync()
    {
        while (_running.Keys.FirstOrDefault() is { } running)
        {
            await running.Task;
        }
    }

    public void Dispose()
    {
        _isEnding = true;
        _ticker.Dispose();
        _stop.Cancel();
        _stop.Dispose();
    }

    private void GiveBackIfFrozen(CounterBatch batch)
    {
        if (batch.Count > 0 && batch.Operations[0].Kind == CounterKind.KillSwitch && batch.Readings is { Repeated: false } readings && readings[0].State == CounterState.Over)
        {
            GiveBack(batch.Tenant);
        }
    }

    private void TakeMore(TenantShares shares, CounterBatch batch)
    {
        if (_isEnding || shares.Plan(batch, _time.GetTimestamp(), _shared.SeenEpoch(batch.Tenant)) is not { } plans)
        {
            return;
        }

        foreach (var plan in plans)
        {
            Run(() => TakeAsync(plan));
        }
    }

    private async Task TakeAsync(SharePlan plan)
    {
        Lot? lot = null;
        try
        {
            lot = await _taking.TakeAsync(plan, _stop.Token);
            _metrics.ShareTaken(plan.IsRate, lot?.Size ?? 0);
        }
        finally
        {
            if (!plan.Shares.TryKeep(plan, lot) && lot is not null)
            {
                await GiveBackAsync(plan.Shares.Tenant, lot);
            }
        }
    }

    private void GiveBackEnded()
    {
        foreach (var (tenant, shares) in _tenants)
        {
            GiveBack(tenant, shares, all: false);
        }
    }

    private void GiveBack(string tenant)
    {
        if (_tenants.TryGetValue(tenant, out var shares))
        {
            GiveBack(tenant, shares, all: true);
        }
    }

    private void GiveBack(string tenant, TenantShares shares, bool all)
    {
        var ended = new List<Lot>();
        shares.TakeEnded(ended, _time.GetTimestamp(), _shared.SeenEpoch(tenant), all);
        foreach (var lot in ended)
        {
            if (lot.Left > 0)
            {
                Run(() => GiveBackAsync(tenant, lot));
            }
        }
    }

    private async Task GiveBackAsync(string tenant, Lot lot)
    {
        var left = lot.Left;
        for (var tries = 0; tries < MostTries && lot.Epoch == _shared.SeenEpoch(tenant); tries++)
        {
            if (await _taking.GiveBackAsync(tenant, lot, _stop.Token))
            {
                _metrics.ShareReturned(lot is RateLot, left);
                return;
            }
        }

        _metrics.ShareLost(lot is RateLot, lot.Left);
    }

    private void Run(Func<Task> work)
    {
        // There before it begins, gone before it is said to have ended.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running.TryAdd(ended, true);
        _ = RunAsync(work, ended);
    }

    private async Task RunAsync(Func<Task> work, TaskCompletionSource ended)
    {
        await Task.Yield();
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The store is going.
        }
        catch (Exception fault)
        {
            // No decision waits for it, and what was taken ends by itself.
            _log.ShareFaulted(fault);
        }
        finally
        {
            _running.TryRemove(ended, out _);
            ended.SetResult();
        }
    }
}
