using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Tests;
using AiDesk.Redis.Harness;
using AiDesk.Redis.Tests.Stores;

namespace AiDesk.Redis.Tests.Shares;

/// <summary>
/// Replicas with shares of one limit and one budget: calls one by one and at once, time, settles, replicas that end and that are killed. Books of our own say
/// what each call was told: spend never exceeds the cap, hits never the limit, whatever becomes of a share.
/// </summary>
internal sealed class ShareHistory(StoreFixture redis, int seed) : IDisposable
{
    private const int Replicas = 3;
    private const long WindowMs = 3_000;

    private readonly string _space = StoreFixture.NewSpace();
    private readonly ManualClock _clock = new();
    private readonly Replica?[] _replicas = new Replica?[Replicas];
    private readonly long _limit = new Random(seed).Next(5, 120);
    private readonly long _cap = new Random(seed + 1).Next(20, 600);
    private readonly CounterOperation _hit = Sharing.Rate(seed % 2 == 0 ? RateAlgorithm.Fixed : RateAlgorithm.Sliding, new Random(seed).Next(5, 120), WindowMs, part: 300);
    private readonly CounterOperation _call = Sharing.Budget(5, new Random(seed + 1).Next(20, 600), part: 400, forMs: 700);
    private readonly List<(long At, long Hits)> _hits = [];
    private readonly List<Held> _held = [];
    private long _committed;
    private bool _isOneKilled;

    /// <summary>Calls that a share answered.</summary>
    public int FromShare { get; private set; }

    public async Task StepAsync(Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                await MoveAsync(random.Next(0, 1_200));
                break;
            case 1:
                await MoveAsync(random.Next(0, 100));
                break;
            case 2 when _held.Count > 0:
                await SettleAsync(random, _held[random.Next(_held.Count)]);
                break;
            case 3 when random.Next(4) == 0:
                await StopAsync(random.Next(Replicas), isKilled: random.Next(2) == 0);
                break;
            default:
                var replica = await AtAsync(random.Next(Replicas));
                var kinds = random.Next(3);
                for (var times = random.Next(1, 8); times > 0; times--)
                {
                    await AskAtOnceAsync(replica, random.Next(1, 5), kinds);
                }

                break;
        }
    }

    /// <summary>Every replica ends: what nobody used is there again, and all of it when leases and windows have ended.</summary>
    public async Task EndAsync()
    {
        for (var i = 0; i < Replicas; i++)
        {
            await StopAsync(i, isKilled: false);
        }

        using var last = await Replica.StartAsync(redis, _space, _clock);
        var used = (await last.LookAsync(_call)).Used;
        if (_isOneKilled)
        {
            used.ShouldBeGreaterThanOrEqualTo(Spent());
        }
        else
        {
            used.ShouldBe(Spent(), "nothing but what calls were told is held");
        }

        _clock.Advance(Replica.LeaseMs + (2 * WindowMs));

        // A batch clears away 64 leases that have ended, a sweep behind it the rest.
        await Eventually.TrueAsync(async () => (await last.LookAsync(_call)).Used == _committed, "every lease has ended");
        (await last.LookAsync(_hit)).Remaining.ShouldBe(_limit);
    }

    public void Dispose()
    {
        foreach (var replica in _replicas)
        {
            replica?.Dispose();
        }
    }

    private async Task AskAtOnceAsync(Replica replica, int callers, int kinds)
    {
        CounterOperation[] operations = kinds switch { 0 => [_hit], 1 => [_call], _ => [_hit, _call] };
        var answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => replica.AskAsync(Guid.NewGuid(), operations)));
        foreach (var readings in answers)
        {
            FromShare += readings.FromShare ? 1 : 0;
            if (kinds != 1 && readings[1].State == CounterState.Ok)
            {
                _hits.Add((_clock.Milliseconds, 1));
            }

            readings.Reserved.ShouldBe(kinds > 0 && readings.Severity == Verdict.Allow);
            if (readings.Reserved)
            {
                readings.LeaseEnd.ShouldBeGreaterThan(_clock.Milliseconds);
                _held.Add(new Held(readings));
            }
        }

        Spent().ShouldBeLessThanOrEqualTo(_cap);
        HitsNow().ShouldBeLessThanOrEqualTo(_limit);
        await replica.Store.IdleAsync();
    }

    private async Task SettleAsync(Random random, Held held)
    {
        if (held.IsSettled)
        {
            return;
        }

        var isLive = held.IsLive(_clock.Milliseconds);
        var action = random.Next(2) == 0 ? SettleAction.Commit : SettleAction.Release;
        var replica = await AtAsync(random.Next(Replicas));
        (await replica.SettleAsync(held.Readings, action, _cap, 5)).State.ShouldBe(isLive ? SettleState.Applied : SettleState.Late);
        held.IsSettled = true;

        _committed += action == SettleAction.Commit ? 5 : 0;
    }

    private async Task MoveAsync(long milliseconds)
    {
        // What is held is settled while it is: spend after the lease may exceed every cap, with shares and without.
        foreach (var held in _held.Where(held => !held.IsSettled && !held.IsLive(_clock.Milliseconds + milliseconds)).ToList())
        {
            await SettleAsync(new Random((int)_clock.Milliseconds), held);
        }

        _clock.Advance(milliseconds);
        foreach (var replica in _replicas)
        {
            await (replica?.Store.IdleAsync() ?? Task.CompletedTask);
        }
    }

    private async Task StopAsync(int index, bool isKilled)
    {
        if (_replicas[index] is not { } replica)
        {
            return;
        }

        if (!isKilled)
        {
            await replica.Store.EndAsync();
        }

        _isOneKilled |= isKilled;
        replica.Dispose();
        _replicas[index] = null;
    }

    private async Task<Replica> AtAsync(int index) => _replicas[index] ??= await Replica.StartAsync(redis, _space, _clock);

    private long Spent() => _committed + (5 * _held.Count(held => !held.IsSettled && held.IsLive(_clock.Milliseconds)));

    /// <summary>Hits that count now, by what the algorithm says of them.</summary>
    private long HitsNow()
    {
        var start = _clock.Milliseconds / WindowMs * WindowMs;
        var current = _hits.Where(hit => hit.At >= start).Sum(hit => hit.Hits);
        var before = _hits.Where(hit => hit.At >= start - WindowMs && hit.At < start).Sum(hit => hit.Hits);
        var overlap = WindowMs - (_clock.Milliseconds - start);
        return _hit.Rate!.Algorithm == RateAlgorithm.Fixed || current == 0 ? current : current + (((before * overlap) + WindowMs - 1) / WindowMs);
    }

    private sealed class Held(CounterReadings readings)
    {
        public CounterReadings Readings => readings;

        public bool IsSettled { get; set; }

        public bool IsLive(long now) => readings.LeaseEnd > now;
    }
}
