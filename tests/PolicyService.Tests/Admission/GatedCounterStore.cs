using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Tests.Admission;

/// <summary>Counters in memory whose answers wait until a test lets them go: calls in flight for as long as it wants.</summary>
internal sealed class GatedCounterStore(TimeProvider clock) : ICounterStore
{
    private readonly InMemoryCounterStore _inner = new(clock);
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _watches = [];
    private bool _open;

    /// <summary>Completes when that many calls wait here.</summary>
    public Task HasAsync(int count)
    {
        lock (_gate)
        {
            if (_waiting.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watches.Add((count, reached));
            return reached.Task;
        }
    }

    /// <summary>Lets all go that wait and all that come.</summary>
    public void Open()
    {
        TaskCompletionSource[] waiting;
        lock (_gate)
        {
            _open = true;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var call in waiting)
        {
            call.SetResult();
        }
    }

    public async ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        await PassAsync();
        return await _inner.ApplyAsync(batch, cancellationToken);
    }

    public ValueTask<SettleResult> SettleAsync(Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken) =>
        _inner.SettleAsync(reservation, action, actual, leaseMs, cancellationToken);

    public ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken) =>
        _inner.ResetStrikesAsync(tenant, descriptor, cancellationToken);

    public ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken) => _inner.CommittedAsync(batch, cancellationToken);

    public ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken) => _inner.SetKillSwitchAsync(tenant, frozen, cancellationToken);

    private Task PassAsync()
    {
        lock (_gate)
        {
            if (_open)
            {
                return Task.CompletedTask;
            }

            var pass = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(pass);
            foreach (var watch in _watches.Where(watch => watch.Count <= _waiting.Count))
            {
                watch.Reached.TrySetResult();
            }

            return pass.Task;
        }
    }
}
