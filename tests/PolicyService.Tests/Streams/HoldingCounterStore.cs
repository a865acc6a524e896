using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>Counters in memory that keep those requests waiting whose id begins with <see cref="Held"/>, until a test lets them go. Knows in which order it was asked.</summary>
internal sealed class HoldingCounterStore(TimeProvider clock) : ICounterStore
{
    public const string Held = "held-";

    private readonly InMemoryCounterStore _inner = new(clock);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _most;

    /// <summary>Request ids, as their checks came.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_gate)
            {
                return [.. _asked];
            }
        }
    }

    /// <summary>Request ids that wait now.</summary>
    public IReadOnlyList<string> Waiting
    {
        get
        {
            lock (_gate)
            {
                return [.. _waiting.Keys];
            }
        }
    }

    /// <summary>Most that waited at one time.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>Completes when so many were asked.</summary>
    public async Task HasAskedAsync(int count)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_asked.Count >= count)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    /// <summary>Lets one go that waits.</summary>
    public void Release(string request)
    {
        lock (_gate)
        {
            _waiting.Remove(request, out var waiting).ShouldBeTrue();
            waiting!.SetResult();
        }
    }

    /// <summary>Lets all go that wait.</summary>
    public void ReleaseAll()
    {
        lock (_gate)
        {
            foreach (var waiting in _waiting.Values)
            {
                waiting.SetResult();
            }

            _waiting.Clear();
        }
    }

    public async ValueTask<CounterReadings> ApplyAsync(CounterBatch batch, CancellationToken cancellationToken)
    {
        await HoldAsync(batch.Request.IsNone ? "" : batch.Request.Id).WaitAsync(cancellationToken);
        return await _inner.ApplyAsync(batch, cancellationToken);
    }

    public ValueTask<SettleResult> SettleAsync(Reservation reservation, SettleAction action, ReadOnlyMemory<Amount> actual, long leaseMs, CancellationToken cancellationToken) =>
        _inner.SettleAsync(reservation, action, actual, leaseMs, cancellationToken);

    public ValueTask<StrikesReset> ResetStrikesAsync(string tenant, string descriptor, CancellationToken cancellationToken) => _inner.ResetStrikesAsync(tenant, descriptor, cancellationToken);

    public ValueTask<long[]?> CommittedAsync(CounterBatch batch, CancellationToken cancellationToken) => _inner.CommittedAsync(batch, cancellationToken);

    public ValueTask SetKillSwitchAsync(string tenant, bool frozen, CancellationToken cancellationToken) => _inner.SetKillSwitchAsync(tenant, frozen, cancellationToken);

    private Task HoldAsync(string request)
    {
        lock (_gate)
        {
            _asked.Add(request);
            var before = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            before.SetResult();
            if (!request.StartsWith(Held, StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add(request, waiting);
            _most = Math.Max(_most, _waiting.Count);
            return waiting.Task;
        }
    }
}
