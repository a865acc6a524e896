using AiDesk.Redis.Tests.Stores;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace AiDesk.Redis.Tests.Shares;

/// <summary>Random histories of replicas with shares on one server.</summary>
[Collection(RedisCollection.Name)]
public sealed class ShareProperties(RedisFixture redis, ITestOutputHelper output)
{
    [Fact]
    public void History_OfReplicasWithShares_NeverExceedsALimitAndLosesNothing()
    {
        var (histories, fromShare) = (0, 0);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(80).WithReplay(20261122, 7),
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 2).ListOf().Select(list => list.ToArray()).ToArbitrary(),
                (Func<int[], Task<bool>>)(async seeds =>
                {
                    using var history = new ShareHistory(redis, seeds.Length == 0 ? 0 : seeds[0]);
                    foreach (var seed in seeds)
                    {
                        await history.StepAsync(new Random(seed));
                    }

                    await history.EndAsync();
                    (histories, fromShare) = (histories + 1, fromShare + history.FromShare);
                    return true;
                })));
        output.WriteLine($"| shares | {histories} histories of 3 replicas | {fromShare} calls answered out of a share | no limit exceeded, nothing lost |");
        fromShare.ShouldBeGreaterThan(1_000);
    }
}
