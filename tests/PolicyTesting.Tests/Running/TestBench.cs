using AiDesk.Policy.Policies;
using AiDesk.Policy.Testing.Running;

namespace AiDesk.Policy.Testing.Tests.Running;

/// <summary>Runs the text of one test file against the text of one policy.</summary>
internal static class TestBench
{
    /// <summary>A tenant that may look things up, and has a day of three.</summary>
    public const string PolicyText = """
        tenant: t
        time_zone: Europe/Madrid
        autopilot: { level: 2 }
        budgets: [{ name: daily, unit: calls, window: day, cap: 3 }]
        tools:
          look_up: { kind: analyze, cost: { calls: 1 }, arguments: { type: object, required: [id], properties: { id: { type: string } } } }
          pay_out: { kind: billing, level: 3 }
        """;

    /// <summary>What every file here begins with.</summary>
    private const string Fixtures = """
        description: x
        clock: 2026-06-15T10:00
        principals: { lea: { roles: [approver] } }
        contexts: { agent: { mode: autopilot }, desk: { mode: copilot } }
        questions:
          look: { tool_call: { tool: look_up, arguments: { id: a } } }
          typo: { tool_call: { tool: look_up, arguments: { ids: a } } }
          pay: { tool_call: { tool: pay_out } }
          unknown: { tool_call: { tool: pay_all } }
        """;

    public static async Task<TenantResult> RunAsync(string cases, string filter = "", string policy = PolicyText)
    {
        var snapshot = new PolicyCompiler().Compile(PolicySources.Of("t", policy)).Snapshot!;
        var (tests, errors) = PolicyTestRun.Read([new TenantTests("t", snapshot, [("t/a_test.yaml", $"{Fixtures}\ncases:\n{cases}")])]);
        errors.ShouldBeEmpty();
        return await PolicyTestRun.RunAsync(tests[0].Tenant, tests[0].Files, filter, CancellationToken.None);
    }

    public static async Task<TestResult> OneAsync(string cases) => (await RunAsync(cases)).Files.Single().Tests.Single();
}
