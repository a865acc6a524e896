using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tests.Checks;

/// <summary>MONITOR for messages and replies: what is monitored strikes nobody and denies nothing.</summary>
public sealed class MonitoredTextTests
{
    [Theory]
    [InlineData(Enforcement.Enforce, CounterWrite.OnDuplicate)]
    [InlineData(Enforcement.Monitor, CounterWrite.No)]
    public void InspectInput_DuplicateRule_StrikesOnlyWhereItBinds(Enforcement duplicates, CounterWrite write)
    {
        var snapshot = Snapshot with { Strikes = new StrikeRules(), Input = new InputRules { DuplicateEnforcement = duplicates } };
        var work = new Evaluation();

        PolicyEngine.InspectInput(snapshot, new InputCheck { Context = Context, MessageId = "m1", Message = "¿Dónde está mi pedido?" }, work);

        work.Counters.Operations.ToArray().Single(operation => operation.Kind == CounterKind.Strike).Write.ShouldBe(write);
    }

    [Theory]
    [InlineData(Enforcement.Enforce, Verdict.Deny)]
    [InlineData(Enforcement.Monitor, Verdict.Allow)]
    public void DecideOutput_MoreLeaksThanCanBeRedacted_DeniesOnlyWhereTheRuleBinds(Enforcement leaks, Verdict verdict)
    {
        var snapshot = Snapshot with { Output = new OutputRules { OnLeak = LeakRule.Redact, LeakEnforcement = leaks } };
        var ids = Enumerable.Range(0, FindingList.Limit + 10).Select(i => $"3f2504e0-4f89-41d3-9a0c-{i:D12}");
        var check = new OutputCheck { Context = Context, Text = string.Join(' ', ids) };
        var work = new Evaluation();

        PolicyEngine.InspectOutput(snapshot, check, work);
        foreach (ref var reading in work.Counters.Readings.Items)
        {
            reading.State = CounterState.Ok;
        }

        PolicyEngine.DecideOutput(snapshot, check, work);

        work.Findings.Overflow.ShouldBeGreaterThan(0);
        work.Decision.Verdict.ShouldBe(verdict);
        work.Decision.EnforcedVerdict.ShouldBe(Verdict.Deny);
    }

    private static readonly PolicySnapshot Snapshot = new() { Tenant = "acme", Version = "0123456789abcdef" };

    private static readonly CallContext Context = new() { SessionId = "s-1", RunId = "r-1", Mode = CallMode.Autopilot, Now = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero) };
}
