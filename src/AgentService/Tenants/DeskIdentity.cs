using System.Net;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Agent.V1;
using AiDesk.Identity;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Agent.Tenants;

/// <summary>Who calls: from the CRM's verified token, and from nowhere else.</summary>
internal sealed class DeskIdentity(TokenValidator tokens, AgentServiceOptions options)
{
    private const string Scheme = "Bearer ";
    private const string NameClaim = "name";

    private readonly IPAddress[] _proxies = [.. options.TrustedProxies.Select(IPAddress.Parse)];

    /// <summary>The caller. Throws <see cref="DeskException"/>: TOKEN_MISSING, TOKEN_INVALID, ROLE_REQUIRED.</summary>
    /// <param name="http">The request.</param>
    /// <param name="needed">Any of these roles.</param>
    /// <param name="cancellationToken">Ends a wait for keys.</param>
    public async ValueTask<DeskCaller> IdentifyAsync(HttpContext http, PrincipalRoles needed, CancellationToken cancellationToken)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw new DeskException(ErrorReason.TokenMissing, "one bearer token is needed");
        }

        return await IdentifyAsync(http, value.AsMemory(Scheme.Length), needed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for a token that came otherwise, as in a page's cookie.</summary>
    public async ValueTask<DeskCaller> IdentifyAsync(HttpContext http, ReadOnlyMemory<char> token, PrincipalRoles needed, CancellationToken cancellationToken)
    {
        var result = await tokens.ValidateAsync(token, cancellationToken).ConfigureAwait(false);
        if (result.Principal is not { } principal)
        {
            throw new DeskException(ErrorReason.TokenInvalid, result.Detail)
            {
                Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["problem"] = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(result.Problem.ToString()) },
            };
        }

        if (!principal.Has(needed))
        {
            var names = string.Join(" or ", PrincipalRoleNames.NamesOf(needed));
            throw new DeskException(ErrorReason.RoleRequired, $"the role {names} is required") { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = names } };
        }

        http.Features.Set(principal);
        return CallerOf(http, principal);
    }

    /// <summary>Whether what the request says of the one before it may be believed.</summary>
    public bool IsFromTrustedProxy(HttpContext http) => http.Connection.RemoteIpAddress is { } address && IsTrusted(address);

    private DeskCaller CallerOf(HttpContext http, Principal principal) => new(
        principal.Tenant,
        principal.Subject,
        principal.Claims.GetValueOrDefault(NameClaim) is { Length: > 0 } name ? name : principal.Subject,
        principal.Roles,
        SessionOf(principal),
        AddressOf(http));

    /// <summary>One session a person: a fresh token does not wipe out what was counted.</summary>
    private static string SessionOf(Principal principal) =>
        "s-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{principal.Issuer}\n{principal.Tenant}\n{principal.Subject}")))[..32];

    /// <summary>The last address that a trusted proxy saw; the socket's own when it is no trusted proxy's.</summary>
    private string AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        if (address is null || !IsTrusted(address))
        {
            return address?.ToString() ?? "";
        }

        var seen = string.Join(',', http.Request.Headers["X-Forwarded-For"].AsEnumerable()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var hop = seen.Length - 1; hop >= 0; hop--)
        {
            if (!IPAddress.TryParse(seen[hop], out var before))
            {
                break;
            }

            address = before;
            if (!IsTrusted(before))
            {
                break;
            }
        }

        return address.ToString();
    }

    private bool IsTrusted(IPAddress address) => Array.Exists(_proxies, proxy => proxy.Equals(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}
