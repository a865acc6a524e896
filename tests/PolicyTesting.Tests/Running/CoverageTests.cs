using AiDesk.Policy.Testing.Reports;

namespace AiDesk.Policy.Testing.Tests.Running;

public sealed class CoverageTests
{
    private const string AskNothing = "  - { name: s, steps: [{ freeze: false }] }";

    [Fact]
    public async Task Coverage_NothingAsked_EveryRuleIsMissing()
    {
        var coverage = (await TestBench.RunAsync(AskNothing)).Coverage;

        coverage.Fired.ShouldBe(0);
        coverage.Percent.ShouldBe(0);
        var missing = coverage.Missing.ToList();
        missing.Count.ShouldBe(coverage.Rules);
        missing.ShouldBeUnique(StringComparer.Ordinal);
        missing.ShouldContain("budgets.daily.deny_at", StringComparer.Ordinal);
        missing.ShouldContain("tools.look_up.arguments", StringComparer.Ordinal);
        missing.ShouldContain("tools.pay_out.level", StringComparer.Ordinal);
        missing.ShouldContain("tools.pay_out.level_3", StringComparer.Ordinal);
        missing.ShouldContain("tools.pay_out.billing", StringComparer.Ordinal);
        missing.ShouldNotContain("budgets.daily.warn_at", StringComparer.Ordinal);
        missing.ShouldNotContain("tools.pay_out.arguments", StringComparer.Ordinal);
        missing.ShouldNotContain("active_hours.outside", StringComparer.Ordinal);
    }

    [Fact]
    public async Task Coverage_RulesThatFired_AreNotMissing()
    {
        var result = await TestBench.RunAsync("""
              - { name: m, contexts: [agent, desk], ask: [pay, typo], expect: { agent: { typo: deny INVALID_ARGUMENTS }, desk: { pay: require_approval RISK_LEVEL, typo: deny INVALID_ARGUMENTS } } }
              - { name: s, context: agent, steps: [{ ask: look, repeat: 3, expect: allow }, { ask: look, expect: deny DAILY_BUDGET_EXHAUSTED }] }
            """);

        result.Files.Single().Tests.ShouldAllBe(test => test.Passed);
        var missing = result.Coverage.Missing.ToList();
        foreach (var fired in new[] { "tools.pay_out.level", "tools.pay_out.level_3", "tools.pay_out.billing", "tools.pay_out.risk", "tools.look_up.arguments", "tools.look_up.risk", "budgets.daily.deny_at" })
        {
            missing.ShouldNotContain(fired, StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task Coverage_MonitoredRule_FiresWithoutBinding()
    {
        const string Policy = """
            tenant: t
            input: { forbidden_words: [secret], words_enforcement: monitor }
            """;
        var result = await TestBench.RunAsync(
            "  - { name: s, context: desk, steps: [{ input: { message: a secret }, expect: { verdict: allow, enforced: deny, strikes: 0 } }] }", policy: Policy);

        result.Files.Single().Tests.ShouldAllBe(test => test.Passed);
        result.Coverage.Missing.ShouldNotContain("input.forbidden_words", StringComparer.Ordinal);
    }

    /// <summary>A tenant in monitor: rules observe, the floors still bind.</summary>
    [Fact]
    public async Task Run_MonitoredTenant_OnlyFloorsBind()
    {
        var result = await TestBench.RunAsync(
            """
              - name: m
                contexts: [agent, desk]
                ask: [pay, typo, unknown]
                expect:
                  agent: { pay: deny TOOL_NOT_ALLOWED, typo: deny INVALID_ARGUMENTS, unknown: deny UNKNOWN_TOOL }
                  desk: { pay: require_approval RISK_LEVEL, typo: deny INVALID_ARGUMENTS, unknown: deny UNKNOWN_TOOL }
              - name: s
                context: agent
                steps:
                  - { ask: look, repeat: 3, expect: allow }
                  - { ask: look, expect: { verdict: allow, enforced: deny, findings: [budget.daily] } }
                  - { freeze: true }
                  - { ask: look, expect: deny TENANT_FROZEN }
            """,
            policy: TestBench.PolicyText + "\nenforcement: monitor");

        result.Files.Single().Tests.Where(test => !test.Passed).SelectMany(test => test.Steps).SelectMany(FailureText.Of).ShouldBeEmpty();
    }
}
