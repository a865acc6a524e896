using System.Text;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Tests.Policies;

public sealed class PolicyExtendsTests
{
    [Fact]
    public void Compile_Extends_MergesMapsAndReplacesLists()
    {
        var policy = Compile(
            """
            tenant: t
            extends: _base/shop
            input: { max_chars: 100 }
            limits: [{ name: own, per: tenant, rate: 1/1s }]
            tools:
              search: { level: 3 }
              extra: { arguments: { type: object } }
            """,
            ("shop", """
            locale: es
            input: { max_chars: 2000, min_chars: 5 }
            limits: [{ name: a, per: tenant, rate: 1/1s }, { name: b, per: tenant, rate: 1/1s }]
            tools:
              search: { level: 2, kind: analyze, arguments: { type: object } }
            """)).Snapshot!;

        policy.Language.ShouldBe(Text.Language.Es);
        policy.Input.MaxChars.ShouldBe(100);
        policy.Input.MinChars.ShouldBe(5);
        policy.Limits.Select(limit => limit.Name).ShouldBe(["own"]);
        policy.Tools.Keys.ShouldBe(["search", "extra"], ignoreOrder: true);
        policy.Tools["search"].Level.ShouldBe(3);
        policy.Tools["search"].Kind.ShouldBe(AiDesk.Policy.Tools.ToolKind.Analyze);
    }

    [Fact]
    public void Compile_Extends_ReplacesSchemasOutputsAndHoursAsAWhole()
    {
        var policy = Compile(
            """
            tenant: t
            extends: _base/shop
            active_hours: { sat: "08:00-09:00" }
            tools:
              search:
                arguments: { type: object, properties: { own: { type: string } } }
                output: { own: string }
            """,
            ("shop", """
            active_hours: { mon-fri: "08:00-20:00" }
            tools:
              search:
                arguments: { type: object, required: [query], properties: { query: { type: string } } }
                output: { secret: string }
            """)).Snapshot!;

        Encoding.UTF8.GetString(policy.Tools["search"].ArgumentsJson.Span).ShouldBe("""{"type":"object","properties":{"own":{"type":"string"}}}""");
        policy.Tools["search"].Output.Fields.Keys.ShouldBe(["own"]);
        policy.ActiveHours!.Days[(int)DayOfWeek.Monday].ShouldBeEmpty();
        policy.ActiveHours.Days[(int)DayOfWeek.Saturday].ShouldNotBeEmpty();
    }

    [Fact]
    public void Compile_BaseOfABase_IsFollowed()
    {
        var policy = Compile("tenant: t\nextends: _base/b", ("b", "extends: _base/a\nautopilot: { level: 2 }"), ("a", "locale: de\nautopilot: { level: 3 }")).Snapshot!;

        policy.Language.ShouldBe(Text.Language.De);
        policy.AutopilotLevel.ShouldBe(2);
    }

    [Theory]
    [InlineData("locale: xx", "_base/a.yaml:1:9: locale: must be a language tag")]
    [InlineData("input:\n  max_chars: 0", "_base/a.yaml:2:14: input.max_chars: must be a whole number")]
    [InlineData("inputs: {}", "_base/a.yaml:1:1: inputs: is not a key here; did you mean input?")]
    [InlineData("tenant: t", "_base/a.yaml:1:9: tenant: a base belongs to no tenant")]
    [InlineData("a: b: c", "_base/a.yaml:1:")]
    [InlineData("extends: _base/a", "_base/a.yaml:1:10: extends: goes in a circle: t/policy.yaml extends _base/a.yaml extends _base/a.yaml")]
    [InlineData("extends: _base/b", "_base/b.yaml:1:10: extends: goes in a circle: t/policy.yaml extends _base/a.yaml extends _base/b.yaml extends _base/a.yaml")]
    public void Compile_FaultInABase_NamesTheBase(string document, string error)
    {
        var compilation = Compile("tenant: t\nextends: _base/a", ("a", document), ("b", "extends: _base/a"));

        compilation.Snapshot.ShouldBeNull();
        compilation.Errors.Length.ShouldBe(1);
        compilation.Errors[0].ToString().ShouldStartWith(error);
    }

    [Fact]
    public void Compile_FaultsInBothFiles_AreAllReported()
    {
        var errors = Compile("tenant: t\nextends: _base/a\ntime_zone: nowhere", ("a", "locale: xx\nautopilot: { level: 9 }")).Errors;

        errors.Select(error => $"{error.File}:{error.Line}").ShouldBe(["_base/a.yaml:1", "_base/a.yaml:2", "t/policy.yaml:3"]);
    }

    [Fact]
    public void Compile_TooLongAChain_IsRefused()
    {
        var bases = Enumerable.Range(0, 10).Select(index => ($"b{index}", $"extends: _base/b{index + 1}")).ToArray();

        Compile("tenant: t\nextends: _base/b0", bases).Errors.Single().Problem.ShouldStartWith("more than 8 documents extend each other");
    }

    [Fact]
    public void Version_DocumentsThatTookPart_AndNoOthers()
    {
        var version = Compile("tenant: t\nextends: _base/a", ("a", "locale: es"), ("b", "locale: de")).Snapshot!.Version;

        version.ShouldMatch("^[0-9a-f]{16}$");
        Compile("tenant: t\nextends: _base/a", ("a", "locale: es"), ("b", "locale: fr")).Snapshot!.Version.ShouldBe(version);
        Compile("tenant: t\nextends: _base/a", ("a", "locale: es "), ("b", "locale: de")).Snapshot!.Version.ShouldNotBe(version, StringComparer.Ordinal);
        Compile("tenant: t\nextends: _base/a ", ("a", "locale: es"), ("b", "locale: de")).Snapshot!.Version.ShouldNotBe(version, StringComparer.Ordinal);
    }

    [Fact]
    public void Version_Prompt_TakesPart()
    {
        var document = "tenant: t\noutput: { system_prompts: [prompts/a.txt] }";

        var one = Compile(new Dictionary<string, string>(StringComparer.Ordinal) { ["t/policy.yaml"] = document, ["t/prompts/a.txt"] = "Be kind to everyone who writes and answer only what the customer has asked about their own order." });
        var other = Compile(new Dictionary<string, string>(StringComparer.Ordinal) { ["t/policy.yaml"] = document, ["t/prompts/a.txt"] = "Be brief with everyone who writes and answer only what the customer has asked about their own order." });

        one.Errors.ShouldBeEmpty();
        one.Snapshot!.Version.ShouldNotBe(other.Snapshot!.Version, StringComparer.Ordinal);
    }

    private static PolicyCompilation Compile(string document, params (string Name, string Text)[] bases)
    {
        var documents = bases.ToDictionary(basis => $"_base/{basis.Name}.yaml", basis => basis.Text, StringComparer.Ordinal);
        documents["t/policy.yaml"] = document;
        return Compile(documents);
    }

    private static PolicyCompilation Compile(Dictionary<string, string> documents) => new PolicyCompiler().Compile(new PolicySources { Tenant = "t", Documents = documents });
}
