using AiDesk.Tests.Running;

namespace AiDesk.Tests.PolicyFiles;

/// <summary>`aidesk policy validate` and `aidesk policy schema`.</summary>
public sealed class ValidateCommandTests
{
    [Fact]
    public async Task Validate_Samples_AreValid()
    {
        var run = await CommandRun.OfAsync("policy", "validate", Repository.In("policies"));

        run.Status.ShouldBe(0, run.Error);
        run.Output.ShouldStartWith("3 policies are valid");
    }

    [Fact]
    public async Task Validate_OneTenantsFolder_FindsWhatItExtends()
    {
        var run = await CommandRun.OfAsync("policy", "validate", Repository.In("policies", "tienda-alba"));

        run.Status.ShouldBe(0, run.Error);
        run.Output.ShouldBe("1 policy is valid: tienda-alba.\n");
    }

    [Fact]
    public async Task Validate_BrokenPolicies_NamesEveryErrorWithItsPlace()
    {
        using var folder = new TemporaryFolder();
        var one = folder.Write("one/policy.yaml", "tenant: one\nlocale: klingon\nlimitz: []\ninput: { max_chars: many }\n");
        var two = folder.Write("two/policy.yaml", "tenant: [two\n");
        folder.Write("good/policy.yaml", "tenant: good\n");

        var run = await CommandRun.OfAsync("policy", "validate", folder.Path);

        run.Status.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain($"{one}:2:9: ");
        run.Error.ShouldContain($"{one}:3:1: ");
        run.Error.ShouldContain($"{one}:4:21: ");
        run.Error.ShouldContain($"{two}:");
        run.Error.ShouldEndWith("errors.\n");
        run.Error.ShouldNotContain("good");
    }

    [Fact]
    public async Task Validate_DirectoryWithoutPolicies_IsNoSuccess()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync("policy", "validate", folder.Path);

        run.Status.ShouldBe(1);
        run.Error.ShouldContain("no policy");
    }

    [Fact]
    public async Task Validate_NoDirectory_IsAMistakeOfTheCommandLine()
    {
        using var folder = new TemporaryFolder();

        var run = await CommandRun.OfAsync("policy", "validate", folder.In("nowhere"));

        run.Status.ShouldBe(2);
    }

    [Fact]
    public async Task Schema_Printed_IsThatOfTheSamplesFolder()
    {
        var run = await CommandRun.OfAsync("policy", "schema");

        run.Status.ShouldBe(0, run.Error);
        run.Json.GetProperty("$schema").GetString().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        run.Json.GetProperty("properties").TryGetProperty("tenant", out _).ShouldBeTrue();
        run.Json.GetProperty("additionalProperties").GetBoolean().ShouldBeFalse();
    }
}
