using AiDesk.CommandLine.Load.Running;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Tests.Load;

public sealed class ArrivalScheduleTests
{
    [Theory]
    [InlineData(100, 0, 10, 1000)]
    [InlineData(100, 4, 2, 50)]
    [InlineData(100, 4, 4, 200)]
    [InlineData(100, 4, 10, 800)]
    public void DueBy_Time_IsTheAreaUnderTheRate(double rate, int ramp, int elapsed, long expected) =>
        new ArrivalSchedule(rate, TimeSpan.FromSeconds(ramp)).DueBy(TimeSpan.FromSeconds(elapsed)).ShouldBe(expected);

    [Fact]
    public void DueAt_EveryCall_IsWhenItIsFirstDue() => Check.One(
        Config.QuickThrowOnFailure.WithCommittedSeed(2611, 2613),
        Prop.ForAll(Gen.Choose(1, 50_000).Zip(Gen.Choose(0, 30), (rate, ramp) => (rate, ramp)).Zip(Gen.Choose(1, 1_000_000), (shape, number) => (shape.rate, shape.ramp, number)).ToArbitrary(), shape =>
        {
            var schedule = new ArrivalSchedule(shape.rate, TimeSpan.FromSeconds(shape.ramp));
            var due = schedule.DueAt(shape.number);
            return schedule.DueBy(due + TimeSpan.FromMicroseconds(10)) >= shape.number && schedule.DueBy(due - TimeSpan.FromMicroseconds(10)) <= shape.number;
        }));
}
