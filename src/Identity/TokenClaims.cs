using System.Collections.Frozen;
using System.Text.Json;

namespace AiDesk.Identity;

/// <summary>Reads the claims of a payload whose signature was verified.</summary>
internal static class TokenClaims
{
    /// <summary>Most claims besides the registered ones; a token with more is refused, since dropping some could change a verdict.</summary>
    public const int Limit = 64;

    /// <summary>Longest name and longest text of such a claim, in characters; a longer one is not kept.</summary>
    public const int TextLimit = 256;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal, "iss", "aud", "exp", "nbf", "iat", "jti", "sub", "tenant_id", "role", "roles", "department");

    /// <summary>A text of 1 to <see cref="TextLimit"/> characters without control characters; null when the claim is anything else or absent.</summary>
    public static string? Text(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var value) && StrictJson.TextOf(value) is { Length: >= 1 and <= TextLimit } text && !text.Any(char.IsControl) ? text : null;

    /// <summary>As <see cref="Text"/>, but absent is empty; null only when the claim is there and wrong.</summary>
    public static string? OptionalText(JsonElement payload, string name) => payload.TryGetProperty(name, out _) ? Text(payload, name) : "";

    /// <summary>True when <c>aud</c>, a text or a list of texts, holds the audience.</summary>
    public static bool HasAudience(JsonElement payload, string audience)
    {
        if (!payload.TryGetProperty("aud", out var claim))
        {
            return false;
        }

        if (claim.ValueKind != JsonValueKind.Array)
        {
            return StrictJson.TextOf(claim) == audience;
        }

        var found = false;
        foreach (var item in claim.EnumerateArray())
        {
            if (StrictJson.TextOf(item) is not { } text)
            {
                return false;
            }

            found |= text == audience;
        }

        return found;
    }

    /// <summary>The roles of <c>role</c> or <c>roles</c>; names that are no role of ours are passed over. None when there is no role, both claims, or a wrong type.</summary>
    public static PrincipalRoles Roles(JsonElement payload)
    {
        var single = payload.TryGetProperty("role", out var role);
        var several = payload.TryGetProperty("roles", out var roles);
        if (single == several)
        {
            return PrincipalRoles.None;
        }

        var claim = single ? role : roles;
        if (claim.ValueKind != JsonValueKind.Array || single)
        {
            return PrincipalRoleNames.Parse(StrictJson.TextOf(claim));
        }

        var found = PrincipalRoles.None;
        foreach (var item in claim.EnumerateArray())
        {
            if (StrictJson.TextOf(item) is not { } name)
            {
                return PrincipalRoles.None;
            }

            found |= PrincipalRoleNames.Parse(name);
        }

        return found;
    }

    /// <summary>The claims that a policy's <c>attribute</c> may name; null when there are more than <see cref="Limit"/>.</summary>
    public static FrozenDictionary<string, string>? Others(JsonElement payload)
    {
        Dictionary<string, string>? found = null;
        foreach (var member in payload.EnumerateObject())
        {
            if (Known.Contains(member.Name) || member.Name.Length > TextLimit || CanonicalText(member.Value) is not { } text)
            {
                continue;
            }

            found ??= new Dictionary<string, string>(StringComparer.Ordinal);
            if (found.Count == Limit)
            {
                return null;
            }

            found.Add(member.Name, text);
        }

        return found is null ? FrozenDictionary<string, string>.Empty : found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string? CanonicalText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => StrictJson.TextOf(value) is { Length: <= TextLimit } text ? text : null,
        JsonValueKind.Number => value.GetRawText() is { Length: <= TextLimit } digits ? digits : null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
