using System.Text.RegularExpressions;

namespace AiDesk.Tests.Protos;

/// <summary>What a name looks like that could say whose data a request is about.</summary>
internal static partial class TenantNames
{
    /// <summary>Whether a field's or a route parameter's name could name a tenant, in snake_case, camelCase or kebab-case.</summary>
    public static bool CouldName(string name) => name is not ("client_ip" or "clientIp") && (Words().Matches(name).Any(word => IsTenantWord(word.Value)) || CustomerId().IsMatch(name));

    private static bool IsTenantWord(string word) => word.ToLowerInvariant() is
        "tenant" or "tenants" or "tenancy" or "org" or "orgs" or "organisation" or "organisations" or "organization" or "organizations" or "account"
        or "accounts" or "workspace" or "workspaces" or "company" or "companies" or "realm" or "merchant" or "subscriber" or "owner" or "namespace"
        or "project" or "shop" or "store" or "client" or "domain" or "principal" or "issuer";

    [GeneratedRegex("[A-Z]*[a-z0-9]*", RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    [GeneratedRegex("customer[_-]?(id|key|name|number)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CustomerId();
}
