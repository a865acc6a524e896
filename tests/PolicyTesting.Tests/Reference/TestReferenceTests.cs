using AiDesk.Policy.Policies;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Reference;
using AiDesk.Policy.Testing.Reports;
using AiDesk.Policy.Testing.Sections;
using AiDesk.Policy.Tests.Policies;

namespace AiDesk.Policy.Testing.Tests.Reference;

public sealed class TestReferenceTests
{
    [Fact]
    public void Schema_Committed_IsWhatTheLoaderReads() =>
        File.ReadAllText(Repository.Path("policies/policy_test.schema.json")).ShouldBe(TestReference.Schema(), "renew it with: aidesk policy schema --tests > policies/policy_test.schema.json");

    [Fact]
    public void Page_Committed_IsWhatTheLoaderReads() =>
        File.ReadAllText(Repository.Path("docs/policy-tests.md")).ShouldBe(TestReference.Page(), "renew it with: aidesk policy reference --tests > docs/policy-tests.md");

    [Fact]
    public void Declarations_EveryKey_SaysWhatItMeans() =>
        Records(TestFileSection.Shape.Record, []).SelectMany(record => record.Keys).ShouldAllBe(key => key.Description.Length > 3 && (key.Description.EndsWith('.') || key.Description.EndsWith('?')));

    [Fact]
    public async Task Example_OfThePage_Passes()
    {
        var compilation = new PolicyCompiler().Compile(PolicySources.Of("acme", TestPageTexts.ExamplePolicy));
        compilation.Errors.ShouldBeEmpty();
        var (tests, errors) = PolicyTestRun.Read([new TenantTests("acme", compilation.Snapshot, [("acme/example_test.yaml", TestPageTexts.Example)])]);
        errors.ShouldBeEmpty();

        var result = await PolicyTestRun.RunAsync(tests[0].Tenant, tests[0].Files, "", CancellationToken.None);

        var run = result.Files.Single().Tests;
        run.Length.ShouldBe(6);
        run.SelectMany(test => test.Steps).SelectMany(FailureText.Of).ShouldBeEmpty();
    }

    /// <summary>The definition on the page and the catalog are one: every name of the samples' rules has its row.</summary>
    [Fact]
    public void Page_EveryFamilyOfRules_HasItsRow()
    {
        var compiled = PolicyText.Samples.Select(text => new PolicyCompiler().Compile(text).Snapshot!);
        var page = TestReference.Page();

        compiled.SelectMany(snapshot => Coverage.RuleCatalog.Of(snapshot)).Select(rule => LastPartOf(rule.Name)).Distinct(StringComparer.Ordinal)
            .Where(part => !page.Contains(part, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>What a rule's name ends in once the author's own names are left out.</summary>
    private static string LastPartOf(string rule)
    {
        var parts = rule.Split('.');
        var generic = parts[0] is "limits" or "budgets" or "reviews" or "tools" ? parts.Length > 2 && parts[2] is not ("caps" or "sector") ? "." + parts[^1] : parts[0]
            : parts.Length > 2 && parts[1] is "leaks" or "pii" or "allowed_hosts" or "counts" ? $"{parts[0]}.{parts[1]}" : parts[^1];
        return generic.Split('[')[0];
    }

    private static IEnumerable<RecordShape> Records(RecordShape record, HashSet<string> seen) =>
        seen.Add(record.Title) ? record.Keys.Select(key => key.Shape.Record).OfType<RecordShape>().SelectMany(inner => Records(inner, seen)).Prepend(record) : [];

    private static class PolicyText
    {
        private static readonly Dictionary<string, string> Documents = Directory.EnumerateFiles(Repository.Path("policies"), "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(Repository.Path("policies"), file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

        public static IEnumerable<PolicySources> Samples =>
            new[] { "tienda-alba", "harbour-pay", "praxis-linden" }.Select(tenant => new PolicySources { Tenant = tenant, Documents = Documents });
    }
}
