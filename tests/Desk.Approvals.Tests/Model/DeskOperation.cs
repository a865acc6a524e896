using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Desk.ApprovalsTests.Model;

/// <summary>Something that happens to a desk.</summary>
internal enum DeskAct
{
    CustomerWrites,
    ColleagueWrites,
    GraphProposes,
    GraphSends,
    GraphHolds,
    GraphHandsOver,
    GraphHasNothingToSay,

    /// <summary>A worker claims and is never heard of again, until it comes back.</summary>
    WorkerDies,

    /// <summary>One that was given up for dead writes all the same.</summary>
    ZombieWorkerWrites,
    Approve,
    Reject,

    /// <summary>Cut off before its commit.</summary>
    ApproveDies,
    Dispatch,

    /// <summary>A dispatcher claims and is never heard of again, until it comes back.</summary>
    DispatcherDies,
    ZombieDispatcherFinishes,
    ChannelBreaks,
    ChannelIsMended,
    Retry,
    Discard,
    Reap,
    TimePasses,

    /// <summary>The clock is set, forwards or backwards.</summary>
    ClockJumps,
}

/// <param name="Act">What.</param>
/// <param name="Which">To which of those that are there.</param>
internal sealed record DeskOperation(DeskAct Act, int Which)
{
    /// <summary>20 to 60 of them; what moves runs and what dies under them are drawn oftener than the rest.</summary>
    public static Arbitrary<DeskOperation[]> Sequences { get; } = Draw().ToArbitrary();

    public override string ToString() => $"{Act} {Which}";

    private static Gen<DeskOperation[]> Draw()
    {
        var often = Gen.Elements(DeskAct.CustomerWrites, DeskAct.GraphProposes, DeskAct.GraphSends, DeskAct.Approve, DeskAct.Dispatch, DeskAct.TimePasses);
        var crashes = Gen.Elements(DeskAct.WorkerDies, DeskAct.WorkerDies, DeskAct.TimePasses, DeskAct.ZombieWorkerWrites, DeskAct.ZombieWorkerWrites, DeskAct.DispatcherDies, DeskAct.ZombieDispatcherFinishes);
        var any = Gen.Elements(Enum.GetValues<DeskAct>());
        var one = Gen.Frequency((3, often), (3, crashes), (3, any)).SelectMany(act => Gen.Choose(0, 7), (act, which) => new DeskOperation(act, which));
        return Gen.Choose(20, 60).SelectMany(length => one.ArrayOf(length));
    }
}
