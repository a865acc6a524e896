using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Redis.Tests.Models;

/// <summary>A history that two stores live through together.</summary>
internal interface IHistory
{
    /// <summary>Takes one step in both, as the random numbers say, and compares what they answer.</summary>
    Task StepAsync(Random random, ICounterStore model, ICounterStore store);
}

internal static class Answers
{
    /// <summary>Applies the same batch to both; gives the model's readings.</summary>
    public static async Task<CounterReadings> ApplyToBothAsync(Action<CounterBatch> fill, ICounterStore model, ICounterStore store)
    {
        var (expected, actual) = (Filled(fill), Filled(fill));
        await model.ApplyAsync(expected, CancellationToken.None);
        await store.ApplyAsync(actual, CancellationToken.None);
        Describe(actual).ShouldBe(Describe(expected));
        return expected.Readings;
    }

    public static async Task<SettleResult> SettleInBothAsync(Reservation reservation, SettleAction action, Amount[] actual, long leaseMs, ICounterStore model, ICounterStore store)
    {
        var expected = await model.SettleAsync(reservation, action, actual, leaseMs, CancellationToken.None);
        var answer = await store.SettleAsync(reservation, action, actual, leaseMs, CancellationToken.None);
        $"{answer.State} {answer.LeaseEnd} {string.Join(',', answer.Overrun)}".ShouldBe($"{expected.State} {expected.LeaseEnd} {string.Join(',', expected.Overrun)}");
        return expected;
    }

    private static CounterBatch Filled(Action<CounterBatch> fill)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = "acme";
        fill(batch);
        return batch;
    }

    private static string Describe(CounterBatch batch)
    {
        var readings = batch.Readings;
        var head = $"{readings.Severity} reserved {readings.Reserved} until {readings.LeaseEnd} at {readings.Now} by {readings.ReservationId}"
            + $" repeated {readings.Repeated} reused {readings.RequestIdReused} {readings.First} unavailable {readings.Unavailable}";
        var items = new List<string> { head };
        for (var index = 0; index < batch.Count; index++)
        {
            var (operation, reading) = (batch.Operations[index], readings[index]);
            items.Add($"{operation.Kind} {operation.Name} {operation.Rate?.Algorithm} cost {operation.Cost}: {reading.State} used {reading.Used} left {reading.Remaining} reset {reading.ResetAt} written {reading.Written}");
        }

        items.Add("members " + string.Join(',', Enumerable.Range(0, batch.Members.Count).Select(index => readings.Members[index])));
        return string.Join('\n', items);
    }
}
