namespace AiDesk.Identity;

/// <summary>What a principal may do.</summary>
[Flags]
internal enum PrincipalRoles : byte
{
    None = 0,

    /// <summary>Own conversations only.</summary>
    Customer = 1,
    Agent = 2,
    Approver = 4,
    Admin = 8,

    /// <summary>The hot path of PolicyService.</summary>
    Service = 16,
}

internal static class PrincipalRoleNames
{
    public static string All => "customer, agent, approver, admin, service";

    /// <summary><see cref="PrincipalRoles.None"/> for a name that is no role; letter case counts.</summary>
    public static PrincipalRoles Parse(ReadOnlySpan<char> name) => name switch
    {
        "customer" => PrincipalRoles.Customer,
        "agent" => PrincipalRoles.Agent,
        "approver" => PrincipalRoles.Approver,
        "admin" => PrincipalRoles.Admin,
        "service" => PrincipalRoles.Service,
        _ => PrincipalRoles.None,
    };

    /// <summary>The names of the roles, in order.</summary>
    public static IEnumerable<string> NamesOf(PrincipalRoles roles) =>
        Enum.GetValues<PrincipalRoles>().Where(role => role != PrincipalRoles.None && roles.HasFlag(role)).Select(role => role.ToString().ToLowerInvariant());
}
