using System.Xml.Linq;
using AiDesk.Tests.Running;

namespace AiDesk.Tests.PolicyFiles;

/// <summary>`aidesk policy test`.</summary>
public sealed class TestCommandTests
{
    private const string PolicyText = "tenant: acme\ninput: { max_chars: 10 }\n";

    private const string Passing = """
        description: Lengths
        clock: 2026-06-15T10:00
        contexts: { chat: { mode: copilot } }
        questions:
          short: { input: { message: Hello } }
          long: { input: { message: Hello everybody } }
        cases:
          - { name: Ten characters, contexts: [chat], ask: [short, long], expect: { chat: { short: allow } } }

        """;

    [Fact]
    public async Task Test_Samples_PassAndCoverTheirPolicies()
    {
        var run = await CommandRun.OfAsync("policy", "test", Repository.In("policies"), "--coverage-min", "95");

        run.Status.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("coverage tienda-alba: ");
        var counts = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ');
        int.Parse(counts[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(150);
        counts[1..].ShouldBe(["passed,", "0", "failed"]);
    }

    [Fact]
    public async Task Test_OneTenantsFolder_RunsItsTestsOnly()
    {
        var run = await CommandRun.OfAsync("policy", "test", Repository.In("policies", "harbour-pay"), "--filter", "hours_test.yaml");

        run.Status.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldStartWith("harbour-pay/hours_test.yaml: When the agent may act");
        run.Output.ShouldNotContain("tienda-alba");
        run.Output.ShouldNotContain("budgets_test.yaml");
    }

    [Fact]
    public async Task Test_AllPass_PrintsTheTree()
    {
        using var folder = Policies(Passing);

        var run = await CommandRun.OfAsync("policy", "test", folder.Path);

        run.Status.ShouldBe(0, run.Error);
        run.Output.ShouldBe("acme/a_test.yaml: Lengths\n  ✓ Ten characters (2 of 2 cells)\n2 passed, 0 failed\n");
    }

    [Fact]
    public async Task Test_OneFails_ShowsExpectedActualAndFindings()
    {
        using var folder = Policies(Passing.Replace("short: allow }", "short: allow, long: deny TOO_SHORT }", StringComparison.Ordinal));

        var run = await CommandRun.OfAsync("policy", "test", folder.Path);

        run.Status.ShouldBe(1);
        run.Output.ShouldBe("""
            acme/a_test.yaml: Lengths
              ✗ Ten characters (1 of 2 cells)
                ✗ chat × long
                  ✗ step 1: long: deny TOO_LONG
                      reason: expected TOO_SHORT, was TOO_LONG
                      finding shape.too_long deny TOO_LONG at message.text: 15 characters, at most 10
            1 passed, 1 failed

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Test_JUnit_IsWellFormed()
    {
        using var folder = Policies(Passing);
        var file = folder.In("results.xml");

        var run = await CommandRun.OfAsync("policy", "test", folder.Path, "--junit", file);

        run.Status.ShouldBe(0, run.Error);
        var suites = XDocument.Load(file).Root!;
        suites.Attribute("tests")!.Value.ShouldBe("2");
        suites.Descendants("testcase").Count().ShouldBe(2);
    }

    [Fact]
    public async Task Test_Json_SaysTheSame()
    {
        using var folder = Policies(Passing);

        var run = await CommandRun.OfAsync("policy", "test", folder.Path, "--json");

        run.Json.GetProperty("passed").GetInt32().ShouldBe(2);
        var tenant = run.Json.GetProperty("tenants")[0];
        tenant.GetProperty("tenant").GetString().ShouldBe("acme");
        tenant.GetProperty("coverage").GetProperty("missing").EnumerateArray().Select(rule => rule.GetString()).ShouldContain("input.empty", StringComparer.Ordinal);
        tenant.GetProperty("tests")[1].GetProperty("name").GetString().ShouldBe("Ten characters [chat × long]");
    }

    [Fact]
    public async Task Test_CoverageTooLow_IsAFailure()
    {
        using var folder = Policies(Passing);

        var run = await CommandRun.OfAsync("policy", "test", folder.Path, "--coverage-min", "95");

        run.Status.ShouldBe(1);
        run.Output.ShouldContain("  never fired: input.empty\n");
        run.Output.ShouldEndWith("2 passed, 0 failed\n");
        run.Error.ShouldStartWith("coverage of acme is ");
    }

    [Theory]
    [InlineData("clock: 2026-06-15T10:00", "clock: noon", "a_test.yaml:2:8: clock: must be a time")]
    [InlineData("ask: [short, long]", "ask: [short, lang]", "a_test.yaml:8:60: cases[0].ask[1]: 'lang' is not among questions; did you mean long?")]
    public async Task Test_FileWithErrors_RunsNothing(string good, string bad, string error)
    {
        using var folder = Policies(Passing.Replace(good, bad, StringComparison.Ordinal));

        var run = await CommandRun.OfAsync("policy", "test", folder.Path);

        run.Status.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(error);
        run.Error.ShouldEndWith("1 error; no test was run.\n");
    }

    [Fact]
    public async Task Test_BrokenPolicy_RunsNothing()
    {
        using var folder = Policies(Passing);
        folder.Write("acme/policy.yaml", PolicyText + "inpt: {}\n");

        var run = await CommandRun.OfAsync("policy", "test", folder.Path);

        run.Status.ShouldBe(2);
        run.Error.ShouldContain("policy.yaml:3:1: inpt: is not a key here");
    }

    [Theory]
    [InlineData("--filter", "nothing like it")]
    [InlineData("--coverage-min", "101")]
    [InlineData("--coverage-min", "most")]
    public async Task Test_NothingToDo_IsAMistakeOfTheCommandLine(string option, string value)
    {
        using var folder = Policies(Passing);

        (await CommandRun.OfAsync("policy", "test", folder.Path, option, value)).Status.ShouldBe(2);
    }

    [Fact]
    public async Task Test_NoTests_IsNoSuccess()
    {
        using var folder = new TemporaryFolder();
        folder.Write("acme/policy.yaml", PolicyText);

        var run = await CommandRun.OfAsync("policy", "test", folder.Path);

        run.Status.ShouldBe(2);
        run.Error.ShouldContain("holds no policy tests");
    }

    [Fact]
    public async Task Schema_OfTests_IsThatOfTheSamplesFolder()
    {
        var run = await CommandRun.OfAsync("policy", "schema", "--tests");

        run.Json.GetProperty("properties").TryGetProperty("cases", out _).ShouldBeTrue();
        run.Output.ShouldBe(await File.ReadAllTextAsync(Repository.In("policies", "policy_test.schema.json")));
    }

    private static TemporaryFolder Policies(string tests)
    {
        var folder = new TemporaryFolder();
        folder.Write("acme/policy.yaml", PolicyText);
        folder.Write("acme/a_test.yaml", tests);
        return folder;
    }
}
