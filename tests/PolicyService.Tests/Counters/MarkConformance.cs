using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>OnceOnly, Require, Taint, Bind, KillSwitch: what was said once.</summary>
public abstract class MarkConformance : CounterStoreConformance
{
    [Fact]
    public async Task OnceOnly_SecondToken_IsOver()
    {
        var first = await One(Operation.OnceOnly("nonce", "request-1"));
        first.State.ShouldBe(CounterState.Ok);
        first.Written.ShouldBeTrue();
        var again = await One(Operation.OnceOnly("nonce", "request-1"));
        again.State.ShouldBe(CounterState.Ok);
        again.Written.ShouldBeFalse();
        var other = await Apply(Operation.OnceOnly("nonce", "request-2"));
        other[0].State.ShouldBe(CounterState.Over);
        other.Severity.ShouldBe(Verdict.Deny);
        Clock.Advance(60_000);
        (await One(Operation.OnceOnly("nonce", "request-3"))).State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task OnceOnly_WithoutToken_IsNobodysTwice()
    {
        await One(Operation.OnceOnly("nonce", ""));
        (await One(Operation.OnceOnly("nonce", ""))).State.ShouldBe(CounterState.Over);
    }

    [Theory]
    [InlineData(Verdict.Allow, true)]
    [InlineData(Verdict.AllowPostReview, true)]
    [InlineData(Verdict.RequireApproval, false)]
    [InlineData(Verdict.Escalate, false)]
    [InlineData(Verdict.Deny, false)]
    public async Task OnceOnly_Severity_DecidesWhetherItIsConsumed(Verdict severity, bool consumed)
    {
        await Apply(Batch(Operation.OnceOnly("nonce", "request-1")).Judged(severity));
        (await One(Operation.OnceOnly("nonce", "request-2"))).State.ShouldBe(consumed ? CounterState.Over : CounterState.Ok);
    }

    [Fact]
    public async Task Require_FactRecordedBefore_Passes()
    {
        var missing = await Apply(Operation.Mark(CounterKind.Require, "contact-7") with { Gate = Verdict.RequireApproval });
        missing[0].State.ShouldBe(CounterState.Over);
        missing.Severity.ShouldBe(Verdict.RequireApproval);

        var recorded = await One(Operation.Mark(CounterKind.Require, "contact-7", CounterWrite.Always));
        recorded.State.ShouldBe(CounterState.Ok);
        recorded.Written.ShouldBeTrue();
        (await One(Operation.Mark(CounterKind.Require, "contact-7"))).State.ShouldBe(CounterState.Ok);
        (await One(Operation.Mark(CounterKind.Require, "contact-8"))).State.ShouldBe(CounterState.Over);
        Clock.Advance(60_000);
        (await One(Operation.Mark(CounterKind.Require, "contact-7"))).State.ShouldBe(CounterState.Over);
    }

    [Fact]
    public async Task Taint_Set_IsReadUntilItPasses()
    {
        (await One(Operation.Mark(CounterKind.Taint, "session"))).State.ShouldBe(CounterState.Ok);
        var set = await Apply(Batch(Operation.Mark(CounterKind.Taint, "session", CounterWrite.Always) with { Gate = Verdict.None }).Judged(Verdict.Deny));
        set[0].State.ShouldBe(CounterState.Over);
        set[0].Written.ShouldBeTrue();
        Clock.Advance(59_999);
        (await One(Operation.Mark(CounterKind.Taint, "session"))).State.ShouldBe(CounterState.Over);
        Clock.Advance(1);
        (await One(Operation.Mark(CounterKind.Taint, "session"))).State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task Bind_RunOfAnotherSession_IsOver()
    {
        (await One(Operation.Mark(CounterKind.Bind, "run", token: "s1"))).Written.ShouldBeTrue();
        (await One(Operation.Mark(CounterKind.Bind, "run", token: "s1"))).State.ShouldBe(CounterState.Ok);
        (await Apply(Operation.Mark(CounterKind.Bind, "run", token: "s2"))).Severity.ShouldBe(Verdict.Deny);
        Clock.Advance(40_000);
        await One(Operation.Mark(CounterKind.Bind, "run", token: "s1"));
        Clock.Advance(40_000);
        (await One(Operation.Mark(CounterKind.Bind, "run", token: "s2"))).State.ShouldBe(CounterState.Over, "each use keeps it");
    }

    [Fact]
    public async Task KillSwitch_OfOneTenant_GatesItAlone()
    {
        await Store.SetKillSwitchAsync("acme", frozen: true, CancellationToken.None);
        var frozen = await Apply(Operation.Of(CounterKind.KillSwitch, "", ""));
        frozen[0].State.ShouldBe(CounterState.Over);
        frozen.Severity.ShouldBe(Verdict.Deny);
        (await Apply(Batch("globex", Operation.Of(CounterKind.KillSwitch, "", "")))).Severity.ShouldBe(Verdict.Allow);
        await Store.SetKillSwitchAsync("acme", frozen: false, CancellationToken.None);
        (await One(Operation.Of(CounterKind.KillSwitch, "", ""))).State.ShouldBe(CounterState.Ok);
    }

    [Fact]
    public async Task ApplyAsync_KindsOfOneName_AreApart()
    {
        await Apply(Operation.Mark(CounterKind.Taint, "x", CounterWrite.Always) with { Gate = Verdict.None });
        (await One(Operation.Mark(CounterKind.Require, "x"))).State.ShouldBe(CounterState.Over);
        (await One(Operation.Mark(CounterKind.Bind, "x", token: "s"))).State.ShouldBe(CounterState.Ok);
    }
}
