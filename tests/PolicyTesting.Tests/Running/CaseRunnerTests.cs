using AiDesk.Policy.Testing.Reports;

namespace AiDesk.Policy.Testing.Tests.Running;

public sealed class CaseRunnerTests
{
    [Fact]
    public async Task Run_MatrixWithoutExpectations_ExpectsARulesDenial()
    {
        var result = await TestBench.RunAsync("  - { name: m, contexts: [agent], ask: [look, typo, pay, unknown] }");

        var cells = result.Files.Single().Tests.ToDictionary(test => test.Cell, test => test.Passed, StringComparer.Ordinal);
        cells.ShouldBe(new Dictionary<string, bool>(StringComparer.Ordinal)
        {
            ["agent × look"] = false, // it is allowed, and nobody wrote so
            ["agent × typo"] = false, // its arguments are wrong: that is no rule's denial
            ["agent × pay"] = true,
            ["agent × unknown"] = false, // there is no such tool: that has to be written down
        });
    }

    [Fact]
    public async Task Run_MatrixCells_HaveAWorldEach()
    {
        var result = await TestBench.RunAsync("""
              - name: m
                given: [{ ask: look, repeat: 2, expect: allow }]
                contexts: [agent, desk]
                ask: [look]
                expect: { agent: { look: allow }, desk: { look: allow } }
            """);

        result.Files.Single().Tests.ShouldAllBe(test => test.Passed);
    }

    [Theory]
    [InlineData("deny TOOL_NOT_ALLOWED", true)]
    [InlineData("deny UNKNOWN_TOOL", false)]
    [InlineData("allow", false)]
    [InlineData("{ verdict: deny, reason: TOOL_NOT_ALLOWED, obligations: [TRANSFER_TO_HUMAN], message: guard.transfer, findings: [tool.level] }", true)]
    [InlineData("{ verdict: deny, reason: TOOL_NOT_ALLOWED, obligations: [] }", false)]
    [InlineData("{ verdict: deny, reason: TOOL_NOT_ALLOWED, message: none }", false)]
    [InlineData("{ verdict: deny, reason: TOOL_NOT_ALLOWED, findings: [tool.mode] }", false)]
    [InlineData("{ verdict: deny, reason: TOOL_NOT_ALLOWED, details: [autopilot level 3] }", true)]
    [InlineData("{ verdict: deny, reason: TOOL_NOT_ALLOWED, enforced: allow }", false)]
    public async Task Run_Expectation_IsComparedInAllThatItSays(string expect, bool passes) =>
        (await TestBench.OneAsync($"  - {{ name: s, context: agent, steps: [{{ ask: pay, expect: {expect} }}] }}")).Passed.ShouldBe(passes);

    [Fact]
    public async Task Run_StepThatFails_EndsTheCaseAndSaysWhy()
    {
        var test = await TestBench.OneAsync("""
              - name: s
                context: agent
                steps:
                  - { ask: look, expect: allow }
                  - { name: paid, ask: pay, expect: require_approval RISK_LEVEL }
                  - { ask: look, expect: allow }
            """);

        test.Steps.Select(step => step.Passed).ShouldBe([true, false]);
        test.Steps[1].Name.ShouldBe("step 2: paid (pay)");
        test.Steps[1].Actual.ShouldBe("deny TOOL_NOT_ALLOWED");
        FailureText.Of(test.Steps[1]).ShouldBe(
        [
            "verdict: expected require_approval, was deny",
            "reason: expected RISK_LEVEL, was TOOL_NOT_ALLOWED",
            "finding tool.level deny TOOL_NOT_ALLOWED at tool: needs autopilot level 3, the tenant has 2",
            "finding risk.high require_approval RISK_LEVEL",
            "finding risk.level_3 require_approval RISK_LEVEL",
            "finding risk.billing require_approval RISK_LEVEL",
        ]);
    }

    [Fact]
    public async Task Run_RepeatedStep_NamesTheTimeThatFailed()
    {
        var test = await TestBench.OneAsync("  - { name: s, context: agent, steps: [{ ask: look, repeat: 5, expect: allow }] }");

        test.Steps.Single().Name.ShouldBe("step 1, time 4: look");
    }

    [Fact]
    public async Task Run_Clock_IsTheTenantsAndMovesOnlyWhenTold()
    {
        var test = await TestBench.OneAsync("""
              - name: s
                context: agent
                clock: 2026-06-15T23:58
                steps:
                  - { name: a, tool_call: { tool: look_up, arguments: { id: a }, cost: { calls: 3 } }, expect: allow }
                  - { settle: { step: a } }
                  - { after: 119s, ask: look, expect: deny DAILY_BUDGET_EXHAUSTED }
                  - { after: 1s, ask: look, expect: allow }
                  - { at: "2026-06-16T22:00+00:00", ask: look, repeat: 3, expect: allow }
            """);

        test.Passed.ShouldBeTrue(string.Join('\n', test.Steps.SelectMany(FailureText.Of)));
    }

    [Fact]
    public async Task Run_SettleRelease_GivesTheHitBack()
    {
        const string Cases = """
              - name: s
                context: agent
                steps:
                  - { name: a, ask: look, expect: allow }
                  - { ask: look, expect: deny RATE_LIMITED }
                  - { settle: { step: a, action: release } }
                  - { ask: look, expect: allow }
            """;
        var policy = TestBench.PolicyText.Replace(
            "budgets:", "limits: [{ name: few, per: tenant, rate: 1/1h, refund: true, applies_to: tool_call }]\nbudgets:", StringComparison.Ordinal);

        var test = (await TestBench.RunAsync(Cases, policy: policy)).Files.Single().Tests.Single();

        test.Passed.ShouldBeTrue(string.Join('\n', test.Steps.SelectMany(FailureText.Of)));
    }

    [Fact]
    public async Task Run_ApprovalThatComesToSomethingElse_Fails()
    {
        var test = await TestBench.OneAsync("""
              - name: s
                context: desk
                steps:
                  - { name: p, ask: pay, expect: require_approval RISK_LEVEL }
                  - { reject: { step: p, by: lea } }
                  - { approve: { step: p, by: lea } }
            """);

        test.Steps[^1].Mismatches.ShouldHaveSingleItem().ShouldBe(new Testing.Running.Mismatch("state", "approved", "already_resolved"));
    }

    [Theory]
    [InlineData("t/a_test.yaml", 2)]
    [InlineData("SECOND", 1)]
    [InlineData("third", 0)]
    public async Task Run_Filter_ChoosesByFileAndName(string filter, int tests)
    {
        const string Cases = "  - { name: first, steps: [{ freeze: true }] }\n  - { name: second, steps: [{ freeze: true }] }";

        (await TestBench.RunAsync(Cases, filter)).Files.Single().Tests.Length.ShouldBe(tests);
    }
}
