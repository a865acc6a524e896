using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;

namespace AiDesk.Redis.Tests.Models;

/// <summary>
/// One rate with numbers of any size: hits, peeks, changed limits, time that passes, and a clock that is set back. After it was set back a hit follows: what
/// the memory store had forgotten before cannot be told from what Redis still remembers.
/// </summary>
internal sealed class RateHistory : IHistory
{
    private readonly ManualClock _clock;
    private RateRule _rule;

    public RateHistory(int seed, ManualClock clock)
    {
        _clock = clock;
        var random = new Random(seed);
        var algorithm = (RateAlgorithm)random.Next(3);
        var window = Math.Clamp(Size(random, RateRule.LongestWindowMs), 1, RateRule.LongestWindowMs);
        var burst = Math.Clamp(Size(random, 1_000_000_000), 1, Amount.Greatest / window);
        _rule = Operation.Rule(algorithm, Math.Max(1, Size(random, random.Next(4) == 0 ? Amount.Greatest : 1_000_000)), window, burst, countDenied: random.Next(3) == 0);
    }

    public async Task StepAsync(Random random, ICounterStore model, ICounterStore store)
    {
        var limit = _rule.Algorithm == RateAlgorithm.Gcra ? _rule.Burst : _rule.Rate;
        switch (random.Next(10))
        {
            case 0 or 1 or 2:
                _clock.Advance(random.NextInt64(0, Math.Max(2, _rule.WindowMs / random.Next(1, 20))));
                break;
            case 3:
                _clock.Advance(random.NextInt64(0, 3 * _rule.WindowMs));
                break;
            case 4:
                _rule = _rule with { Rate = Math.Max(1, _rule.Rate + random.Next(-3, 4)) };
                break;
            case 5 when _clock.Milliseconds > 1_700_000_000_000:
                await HitAsync(1, model, store);
                _clock.Advance(-random.NextInt64(0, Math.Min(_rule.WindowMs * 2, 30 * 24 * 3600_000L)));
                await HitAsync(1, model, store);
                break;
            case 6 when random.Next(2) == 0:
                await HitAsync(-(random.Next(8) == 0 ? Amount.Greatest : random.NextInt64(0, Math.Max(2, limit / random.Next(1, 30)))), model, store);
                break;
            default:
                await HitAsync(random.Next(4) == 0 ? random.NextInt64(0, limit + 2) : random.NextInt64(0, Math.Max(2, limit / random.Next(1, 30))), model, store);
                break;
        }
    }

    private Task HitAsync(long cost, ICounterStore model, ICounterStore store) =>
        Answers.ApplyToBothAsync(batch => batch.Add(Operation.Rate(_rule, Math.Min(cost, Amount.Greatest))), model, store);

    // Of all sizes alike.
    private static long Size(Random random, long most) => (long)Math.Pow(2, random.NextDouble() * Math.Log2(most));
}
