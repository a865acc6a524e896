using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests;
using AiDesk.Redis.Tests.Models;
using AiDesk.Redis.Tests.Stores;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Redis.Tests;

/// <summary>Random histories over both stores: whatever the memory store answers, Redis answers.</summary>
[Collection(RedisCollection.Name)]
public sealed class ModelTests(RedisFixture redis)
{
    [Fact]
    public void History_OfAllKinds_IsAnsweredAsTheModelAnswers() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(60).WithCommittedSeed(20261121, 5),
        Prop.ForAll(Seeds(), (Func<int[], Task<bool>>)(seeds => AgreeAsync(seeds, (random, clock) => new BatchHistory(random, clock)))));

    [Fact]
    public void History_OfOneRateAndAClockThatIsSet_IsAnsweredAsTheModelAnswers() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60).WithCommittedSeed(20261121, 7),
        Prop.ForAll(Seeds(), (Func<int[], Task<bool>>)(seeds => AgreeAsync(seeds, (random, clock) => new RateHistory(random, clock)))));

    [Fact]
    public void History_OfReservations_IsAnsweredAsTheModelAnswersAndKeepsTheCap() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(80).WithCommittedSeed(20261121, 9),
        Prop.ForAll(Seeds(), (Func<int[], Task<bool>>)(seeds => AgreeAsync(seeds, (random, clock) => new ReservationHistory(random, clock)))));

    [Fact]
    public void History_OfAllKindsInScriptsOfSeveralCalls_IsAnsweredAsTheModelAnswers() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(60).WithReplay(20261122, 5),
        Prop.ForAll(Seeds(), (Func<int[], Task<bool>>)(seeds => AgreeAsync(seeds, (random, clock) => new BatchHistory(random, clock), TogetherStore.Create))));

    private static Arbitrary<int[]> Seeds() => Gen.Choose(0, int.MaxValue - 1).ListOf().Select(list => list.ToArray()).ToArbitrary();

    private async Task<bool> AgreeAsync(int[] seeds, Func<int, ManualClock, IHistory> begin, Func<StoreFixture, TimeProvider, ICounterStore>? create = null)
    {
        var clock = new ManualClock();
        using var model = new InMemoryCounterStore(clock);
        var store = create is null ? redis.CreateStore(clock) : create(redis, clock);
        try
        {
            var history = begin(seeds.Length == 0 ? 0 : seeds[0], clock);
            foreach (var seed in seeds)
            {
                await history.StepAsync(new Random(seed), model, store);
            }

            return true;
        }
        finally
        {
            (store as IDisposable)?.Dispose();
        }
    }
}
