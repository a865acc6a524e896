using System.Diagnostics;
using System.Globalization;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;
using AiDesk.Redis.Harness;
using AiDesk.Redis.Tests.Stores;
using Xunit.Abstractions;

namespace AiDesk.Redis.Tests.Race;

/// <summary>64 callers of four processes on one cap: exactly the cap is admitted, also when one of the processes is killed in the middle.</summary>
[Collection(RedisCollection.Name)]
public sealed class RaceTests(RedisFixture redis, ITestOutputHelper output)
{
    private const int Processes = 4;
    private const int Callers = 16;

    private readonly string _space = StoreFixture.NewSpace();

    [Theory]
    [InlineData("rate", 5_000, 5_000)]
    [InlineData("budget", 5_000, 5_000)]
    [InlineData("once", 1, 1)]
    public async Task SixtyFourCallersOfFourProcesses_OnOneCap_AreAdmittedExactlyThatOften(string kind, int cap, int admitted)
    {
        using var store = await OpenAsync();
        var racers = await StartRacersAsync(kind, cap);
        var counts = await Task.WhenAll(racers.Select(racer => racer.FinishAsync()));

        counts.Sum().ShouldBe(admitted);
        output.WriteLine($"| race | {kind} | {Processes * Callers} callers, {Processes} processes | cap {cap} | admitted {counts.Sum()} |");
        await DisposeAsync(racers);
    }

    [Fact]
    public async Task SixtyFourCallers_OneProcessKilled_NeverExceedTheCapAndNothingLeaks()
    {
        const int cap = 6_000;
        using var store = await OpenAsync();
        var racers = await StartRacersAsync("budget", cap);
        await racers[0].AdmittedAsync(200);
        racers[0].Kill();
        var counts = await Task.WhenAll(racers.Select(racer => racer.FinishAsync()));

        // What the killed one was admitted and could not say any more is held all the same, until its lease ends.
        counts.Sum().ShouldBeInRange(1, cap);
        var held = await UsedAsync(store, "daily");
        held.ShouldBe(cap);
        (await UsedAsync(store, "campaign")).ShouldBe(cap, "in both budgets or in none");
        using var later = redis.Create(new RedisStoreOptions { KeySpace = _space, ScriptClock = new ManualClock(DateTimeOffset.UtcNow.AddMilliseconds(Racer.LeaseMs)) });
        await Eventually.TrueAsync(async () => await UsedAsync(later, "daily") == 0 && await UsedAsync(later, "campaign") == 0, "every lease has ended");
        output.WriteLine($"| race, one process killed | budget | {Processes * Callers} callers, {Processes} processes | cap {cap} | admitted {held}, of them told {counts.Sum()}, held after the leases 0 |");
        await DisposeAsync(racers);
    }

    [Theory]
    [InlineData("shared rate")]
    [InlineData("shared budget")]
    public async Task SixtyFourCallersWithShares_OneProcessKilled_NeverExceedTheCap(string kind)
    {
        const int cap = 20_000;
        using var store = await OpenAsync();
        var racers = await StartRacersAsync(kind, cap);
        await racers[0].AdmittedAsync(500);
        racers[0].Kill();
        var counts = await Task.WhenAll(racers.Select(racer => racer.FinishAsync()));

        // The others have given back what they did not use; what the killed one had stays counted or held until its time is over.
        counts.Sum().ShouldBeInRange(cap / 2, cap);
        if (kind == "shared budget")
        {
            var held = await UsedAsync(store, "daily");
            held.ShouldBeInRange(counts.Sum(), cap);
            (await UsedAsync(store, "campaign")).ShouldBe(held, "in both budgets or in none");
            using var later = redis.Create(new RedisStoreOptions { KeySpace = _space, ScriptClock = new ManualClock(DateTimeOffset.UtcNow.AddMilliseconds(Racer.LeaseMs)) });
            await Eventually.TrueAsync(async () => await UsedAsync(later, "daily") == 0 && await UsedAsync(later, "campaign") == 0, "every lease has ended");
        }

        output.WriteLine($"| race with shares, one process killed | {kind} | {Processes * Callers} callers, {Processes} processes | cap {cap} | told {counts.Sum()} |");
        await DisposeAsync(racers);
    }

    private async Task<RedisCounterStore> OpenAsync()
    {
        var store = redis.Create(new RedisStoreOptions { KeySpace = _space, Recover = RecoverRule.AcceptOverrun });
        await store.OpenAsync("acme", CancellationToken.None);
        return store;
    }

    private static async Task<long> UsedAsync(RedisCounterStore store, string budget)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = "acme";
        batch.Add(Operation.Reserve(0, Amount.Greatest, budget));
        return (await store.ApplyAsync(batch, CancellationToken.None))[0].Used;
    }

    private Process Start(string kind, int cap)
    {
        string[] arguments =
        [
            typeof(RaceTests).Assembly.Location, "race", Text(redis.Server.Port), _space, kind, Text(cap), Text(Callers),
        ];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<RacerProcess[]> StartRacersAsync(string kind, int cap)
    {
        var racers = Enumerable.Range(0, Processes).Select(_ => new RacerProcess(Start(kind, cap))).ToArray();
        await Task.WhenAll(racers.Select(racer => racer.Ready));
        await Task.WhenAll(racers.Select(racer => racer.GoAsync()));
        return racers;
    }

    private static async Task DisposeAsync(IEnumerable<RacerProcess> racers)
    {
        foreach (var racer in racers)
        {
            await racer.DisposeAsync();
        }
    }
}
