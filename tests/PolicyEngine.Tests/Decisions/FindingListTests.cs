using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using FsCheck;
using FsCheck.Fluent;

namespace AiDesk.Policy.Tests.Decisions;

public sealed class FindingListTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(500).WithCommittedSeed(20261120, 4711);

    [Fact]
    public void Add_MoreThanTheLimit_SeverityStillCounts()
    {
        var findings = new FindingList();
        for (var i = 0; i < FindingList.Limit; i++)
        {
            findings.Add(new Finding("a", CheckKind.Leaks, Verdict.Allow, Reason.Ok));
        }

        findings.Add(new Finding("b", CheckKind.Leaks, Verdict.Deny, Reason.Leak));

        findings.Count.ShouldBe(FindingList.Limit);
        findings.Overflow.ShouldBe(1);
        findings.Severity.ShouldBe(Verdict.Deny);
        findings.Reason.ShouldBe(Reason.Leak);
    }

    [Fact]
    public void Add_MonitoredFinding_CountsOnlyAsEnforced()
    {
        var findings = new FindingList();

        findings.Add(new Finding("a", CheckKind.Injection, Verdict.Deny, Reason.PromptInjection) { Monitored = true });

        findings.Severity.ShouldBe(Verdict.Allow);
        findings.Reason.ShouldBe(Reason.Ok);
        findings.EnforcedSeverity.ShouldBe(Verdict.Deny);
    }

    [Fact]
    public void Add_TwoOfOneSeverity_TheFirstIsTheReason()
    {
        var findings = new FindingList();

        findings.Add(new Finding("a", CheckKind.Injection, Verdict.Deny, Reason.PromptInjection));
        findings.Add(new Finding("b", CheckKind.Limits, Verdict.Deny, Reason.RateLimited));

        findings.Reason.ShouldBe(Reason.PromptInjection);
    }

    [Fact]
    public void Add_AnyOrder_SameSeverity()
    {
        var verdicts = Gen.Elements(Verdict.Allow, Verdict.AllowPostReview, Verdict.RequireApproval, Verdict.Escalate, Verdict.Deny);
        var lists = verdicts.SelectMany(v => Gen.Elements(true, false).Select(m => (v, m))).ListOf().ToArbitrary();

        Prop.ForAll(lists, list => SeverityOf(list) == SeverityOf(Enumerable.Reverse(list))).Check(Runs);
    }

    [Fact]
    public void Add_OneMore_NeverLowersTheSeverity()
    {
        var verdicts = Gen.Elements(Verdict.Allow, Verdict.AllowPostReview, Verdict.RequireApproval, Verdict.Escalate, Verdict.Deny);
        var lists = verdicts.SelectMany(v => Gen.Elements(true, false).Select(m => (v, m))).NonEmptyListOf().ToArbitrary();

        Prop.ForAll(lists, list => SeverityOf(list) >= SeverityOf(list.Take(list.Count - 1))).Check(Runs);
    }

    private static Verdict SeverityOf(IEnumerable<(Verdict Verdict, bool Monitored)> list)
    {
        var findings = new FindingList();
        foreach (var (verdict, monitored) in list)
        {
            findings.Add(new Finding("x", CheckKind.Risk, verdict, Reason.RiskLevel) { Monitored = monitored });
        }

        return findings.Severity;
    }
}
