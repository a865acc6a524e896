using AiDesk.CommandLine.Load.Measuring;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Tests.Load;

public sealed class HistogramTests
{
    [Fact]
    public void At_AnyValues_IsWithinOnePartInAThousandOfTheTrueOne() => Check.One(
        Config.QuickThrowOnFailure.WithCommittedSeed(4711, 4713),
        Prop.ForAll(Values(), values =>
        {
            var histogram = new Histogram();
            foreach (var value in values)
            {
                histogram.Record(value);
            }

            var sorted = values.Order().ToArray();
            return histogram.Max == sorted[^1] && new[] { 0.01, 0.5, 0.9, 0.99, 1 }.All(share =>
            {
                var (found, true_) = (histogram.At(share), sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]);
                return found >= true_ && found - true_ <= Math.Max(0, true_ / 1000);
            });
        }));

    [Fact]
    public void Add_TwoHalves_IsTheWhole() => Check.One(
        Config.QuickThrowOnFailure.WithCommittedSeed(815, 817),
        Prop.ForAll(Values(), values =>
        {
            var (whole, first, second) = (new Histogram(), new Histogram(), new Histogram());
            for (var index = 0; index < values.Length; index++)
            {
                whole.Record(values[index]);
                (index % 2 == 0 ? first : second).Record(values[index]);
            }

            first.Add(second);
            return first.Count == whole.Count && first.Max == whole.Max && new[] { 0.1, 0.5, 0.99 }.All(share => first.At(share) == whole.At(share));
        }));

    [Fact]
    public void Record_BeyondBothEnds_CountsAtThem()
    {
        var histogram = new Histogram();
        histogram.Record(-5);
        histogram.Record(long.MaxValue);
        (histogram.At(0.5), histogram.Max, histogram.Count).ShouldBe((0, Histogram.Greatest, 2));
    }

    private static Arbitrary<long[]> Values() =>
        Gen.Choose(0, int.MaxValue).SelectMany(value => Gen.Choose(0, 31).Select(shift => (long)value >> shift)).NonEmptyListOf().Select(values => values.ToArray()).ToArbitrary();
}
