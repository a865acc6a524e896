using AiDesk.Client.Tests.Running;
using AiDesk.Policy.V1;
using Xunit.Abstractions;

namespace AiDesk.Client.Tests.Calls;

/// <summary>Very many calls at once on one client: all answered, and nothing kept of them.</summary>
public sealed class LoadTests(ITestOutputHelper output)
{
    private const int AtOnce = 10_000;

    /// <summary>A call that left 200 bytes behind would make the heap grow by 2 MB in every round.</summary>
    private const long MostGrowth = 1024 * 1024;

    /// <summary>The heap may grow for other reasons in one round: a pool fills, a buffer is let go later. What leaks grows in each of them.</summary>
    private const int MostRounds = 6;

    [Fact]
    public async Task CheckInput_TenThousandAtOnce_AreAllAnsweredAndLeaveNoMemoryBehind()
    {
        await using var service = await LiveService.StartAsync(variables: [("AIDESK_MAX_IN_FLIGHT", "20000")]);
        using var client = service.Client(options => options with { Deadline = TimeSpan.FromMinutes(5) });
        using var caller = new CancellationTokenSource();
        var sizes = new List<long> { await RoundAsync(client, caller.Token), await RoundAsync(client, caller.Token) };
        while (sizes.Count < 2 + MostRounds && sizes[^1] - sizes[^2] >= MostGrowth)
        {
            sizes.Add(await RoundAsync(client, caller.Token));
        }

        output.WriteLine($"{sizes.Count} rounds of {AtOnce} calls at once, then bytes: {string.Join(", ", sizes)}");
        sizes.Zip(sizes.Skip(1), (before, after) => after - before).Min().ShouldBeLessThan(MostGrowth);
    }

    private static async Task<long> RoundAsync(PolicyClient client, CancellationToken cancellationToken)
    {
        var calls = Enumerable.Range(0, AtOnce)
            .Select(index => client.CheckInputAsync(Requests.Input(index % 2 == 0 ? $"¿Dónde está el coche {index}?" : Requests.Injection), cancellationToken: cancellationToken));
        var answers = await Task.WhenAll(calls);
        for (var index = 0; index < answers.Length; index++)
        {
            answers[index].Decision.Verdict.ShouldBe(index % 2 == 0 ? Verdict.Allow : Verdict.Deny);
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
