using System.Collections.Immutable;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Tests.Tools;
using AiDesk.Policy.Tools;
using AiDesk.Policy.Tools.Conditions;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Policies;

/// <summary>Verdicts combine like a lattice: the order of rules does not matter, and one rule more never makes a verdict milder but where retail says so.</summary>
public sealed class VerdictLatticeProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000).WithCommittedSeed(20261121, 4733);

    private static readonly Verdict[] Asked = [Verdict.AllowPostReview, Verdict.RequireApproval, Verdict.Escalate, Verdict.Deny];

    private static readonly Gen<ReviewRule> Reviews =
        from when in Gen.Elements<Condition>(
            new ModeCondition(CallMode.Autopilot), new ModeCondition(CallMode.Copilot), new MoneyCondition(50), new KindCondition([ToolKind.Publish, ToolKind.Discount, ToolKind.Billing]))
        from verdict in Gen.Elements(Asked)
        from done in Gen.Elements("", "legal_review")
        from monitored in Gen.Elements(false, false, true)
        select new ReviewRule { Name = "r", When = when, Verdict = verdict, UnlessDone = done, Enforcement = monitored ? Enforcement.Monitor : Enforcement.Enforce };

    private static readonly Gen<Situation> Situations =
        from kind in Gen.Elements(Enum.GetValues<ToolKind>())
        from level in Gen.Choose(1, 3)
        from sideEffect in Gen.Elements(Enum.GetValues<SideEffect>())
        from risk in Gen.Elements(Enum.GetValues<RiskLevel>())
        from declared in Gen.Elements(Enum.GetValues<RiskLevel>())
        from mode in Gen.Elements(CallMode.Copilot, CallMode.Autopilot)
        from sector in Gen.Elements(Enum.GetValues<Sector>())
        from money in Gen.Elements(0, 40, 100)
        from state in Gen.Choose(0, 3)
        from reviews in Reviews.ListOf()
        select new Situation(
            ToolBench.Tool("act", kind) with { Level = level, SideEffect = sideEffect, Risk = risk },
            mode,
            sector,
            declared,
            money,
            Tainted: (state & 1) != 0,
            Reviewed: (state & 2) != 0,
            [.. reviews.Take(6)]);

    [Fact]
    public void Check_ReviewsInAnyOrder_SameVerdict() =>
        Prop.ForAll(Situations.ToArbitrary(), one => VerdictOf(one) == VerdictOf(one with { Reviews = [.. one.Reviews.Reverse()] })).Check(Runs);

    [Fact]
    public void Check_OneReviewMore_NeverMilder() =>
        Prop.ForAll((from one in Situations from more in Reviews from at in Gen.Choose(0, 6) select (one, more, at)).ToArbitrary(), given =>
        {
            var more = given.one with { Reviews = given.one.Reviews.Insert(Math.Min(given.at, given.one.Reviews.Length), given.more) };
            return VerdictOf(more) >= VerdictOf(given.one);
        }).Check(Runs);

    [Fact]
    public void Check_ClosedHours_NeverMilder() =>
        Prop.ForAll((from one in Situations from outside in Gen.Elements(Verdict.RequireApproval, Verdict.Escalate, Verdict.Deny) select (one, outside)).ToArbitrary(), given =>
        {
            var closed = new ActiveHours { Days = [[], [], [], [], [], [], []], Outside = given.outside };
            return VerdictOf(given.one, closed) >= VerdictOf(given.one).Or(given.outside);
        }).Check(Runs);

    [Fact]
    public void Check_TaintedSession_NeverMilder() =>
        Prop.ForAll(Situations.ToArbitrary(), one => VerdictOf(one with { Tainted = true }) >= VerdictOf(one with { Tainted = false })).Check(Runs);

    [Fact]
    public void Check_DeclaredRisk_NeverMilder() =>
        Prop.ForAll(Situations.ToArbitrary(), one => VerdictOf(one) >= VerdictOf(one with { Declared = RiskLevel.None })).Check(Runs);

    /// <summary>Retail's content is the one exception, and by one level.</summary>
    [Fact]
    public void Check_SectorsRules_NeverMilderButRetailsContent() =>
        Prop.ForAll(Situations.ToArbitrary(), one =>
        {
            var standard = VerdictOf(one with { Sector = Sector.Services });
            var lowered = one.Sector == Sector.Retail && one.Tool.Kind is ToolKind.CreateContent or ToolKind.Publish;
            return VerdictOf(one) >= (lowered ? standard - 1 : standard);
        }).Check(Runs);

    private static Verdict VerdictOf(Situation one, ActiveHours? hours = null)
    {
        var bench = new ToolBench
        {
            Tainted = one.Tainted,
            Snapshot = ToolBench.SnapshotOf(one.Tool) with { Sector = one.Sector, Reviews = one.Reviews, ActiveHours = hours },
        };
        if (one.Reviewed)
        {
            bench.Facts.Add("legal_review/c-1");
        }

        var call = ToolBench.Call("act", $$"""{"contact_id":"c-1","amount":{{one.Money}}}""", one.Mode);
        return bench.Check(call with { DeclaredRisk = one.Declared }).Verdict;
    }

    private sealed record Situation(
        ToolDefinition Tool, CallMode Mode, Sector Sector, RiskLevel Declared, int Money, bool Tainted, bool Reviewed, ImmutableArray<ReviewRule> Reviews);
}
