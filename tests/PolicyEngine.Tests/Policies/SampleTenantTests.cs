using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy.Tests.Policies;

public sealed class SampleTenantTests
{
    private static readonly string Root = Repository.Path("policies");

    private static readonly Dictionary<string, string> Documents = Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    private static readonly IEnumerable<string> Names =
        [.. Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)!).Where(name => name != PolicySources.BaseFolder).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Tenants => [.. Names];

    [Theory]
    [MemberData(nameof(Tenants))]
    public void Compile_SampleTenant_HasNoErrorsAndNoWarnings(string tenant)
    {
        var compilation = Compile(tenant);

        compilation.Errors.ShouldBeEmpty();
        compilation.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Tenants))]
    public void Compile_SampleTenant_ShowsWhatAPolicyCanSay(string tenant)
    {
        var policy = Compile(tenant).Snapshot!;

        policy.ShouldSatisfyAllConditions(
            () => policy.Tools.ContainsKey("send_message").ShouldBeTrue(),
            () => policy.Tools.ContainsKey("transfer_to_human").ShouldBeTrue(),
            () => policy.Tools.ContainsKey("create_ticket").ShouldBeTrue(),
            () => policy.Tools["create_ticket"].Output.Fields.Keys.ShouldBe(["ticket_number", "status"], ignoreOrder: true),
            () => policy.Tools.Values.ShouldContain(tool => tool.Kind == ToolKind.Analyze && tool.SideEffect == SideEffect.None),
            () => policy.Strikes.ShouldNotBeNull(),
            () => policy.Limits.ShouldNotBeEmpty(),
            () => policy.Budgets.ShouldNotBeEmpty(),
            () => policy.Reviews.ShouldNotBeEmpty(),
            () => policy.Persona.Refusal.ShouldNotBeEmpty());
    }

    [Fact]
    public void Compile_AllSampleTenants_CoverSectorsAndLanguages()
    {
        var policies = Names.Select(tenant => Compile(tenant).Snapshot!).ToList();

        policies.Select(policy => policy.Sector).ShouldBe([Sector.Retail, Sector.Fintech, Sector.Healthcare], ignoreOrder: true);
        policies.Select(policy => policy.Language).ShouldBe([Text.Language.Es, Text.Language.En, Text.Language.De], ignoreOrder: true);
        policies.Single(policy => policy.Sector == Sector.Retail).ActiveHours.ShouldBeNull();
    }

    private static PolicyCompilation Compile(string tenant) => new PolicyCompiler().Compile(new PolicySources { Tenant = tenant, Documents = Documents });
}
