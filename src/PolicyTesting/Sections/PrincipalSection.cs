using System.Collections.Immutable;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Identity;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>One entry of <c>principals:</c>.</summary>
internal static class PrincipalSection
{
    private static readonly PolicyKey<string> Subject = new("subject", Texts.Short, "The token's subject.") { Default = "", DefaultText = "the fixture's name" };
    private static readonly PolicyKey<ImmutableArray<PrincipalRoles>> Roles = new("roles", new ListShape<PrincipalRoles>(Choice.Of(PrincipalRoles.None), "roles", 1, 5), "Roles that the token gives.") { Default = [PrincipalRoles.Service], DefaultText = "[service]" };
    private static readonly PolicyKey<string> Department = new("department", Texts.Short, "Department that the token gives.") { Default = "", DefaultText = "none" };
    private static readonly PolicyKey<IReadOnlyList<Named<string>>> Claims = new("claims", new MapShape<string>(Texts.Short, new ScalarTextShape(), "claims by name", 32), "Other claims of the token: attributes of source token read them.") { Default = [], DefaultText = "none" };

    public static RecordShape<TestPrincipal> Shape { get; } = new(
        "principals.*",
        "Who calls, or who decides on a held call: what a verified token would say.",
        [Subject, Roles, Department, Claims],
        principal => new TestPrincipal
        {
            Subject = principal.Get(Subject),
            Roles = principal.Get(Roles),
            Department = principal.Get(Department),
            Claims = principal.Get(Claims).ToImmutableDictionary(claim => claim.Name, claim => claim.Value, StringComparer.Ordinal),
        },
        isWhole: true);
}
