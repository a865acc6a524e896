using AiDesk.Policy.Service.Handlers;

namespace AiDesk.Policy.Service.Tests.Handlers;

public sealed class DecisionIdsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Next_ManyOnManyThreads_AreAllDifferentAndVersion7()
    {
        var ids = Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(8).SelectMany(_ => Enumerable.Range(0, 2_000).Select(_ => DecisionIds.Next(Noon))).ToArray();

        ids.Distinct().Count().ShouldBe(16_000);
        ids.ShouldAllBe(id => id.Version == 7 && (id.Variant & 0xC) == 0x8);
    }

    [Fact]
    public void Next_HoldsTheTimeToTheMillisecond()
    {
        var bytes = DecisionIds.Next(Noon).ToByteArray(bigEndian: true);

        Convert.ToHexStringLower(bytes.AsSpan(0, 6)).ShouldBe(Noon.ToUnixTimeMilliseconds().ToString("x12", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Next_LaterTime_SortsAfter() =>
        string.CompareOrdinal(DecisionIds.Next(Noon).ToString(), DecisionIds.Next(Noon.AddMilliseconds(1)).ToString()).ShouldBeLessThan(0);
}
