using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace AiDesk.Identity;

/// <summary>Makes tokens: under the development key for <c>aidesk token</c> and tests, under the desk's own for what it asks of the policy service.</summary>
internal sealed class TokenMinter(DevelopmentKey key, TimeProvider clock, string issuer = DevelopmentKey.Issuer)
{
    /// <summary>A signed token. Throws <see cref="ArgumentException"/> with a sentence for the person who asked when the request cannot be honoured.</summary>
    public string Mint(TokenRequest request)
    {
        if (!TenantId.IsValid(request.Tenant))
        {
            throw new ArgumentException($"'{request.Tenant}' is no tenant id: small letters, digits and hyphens, 1 to 63, not beginning with a hyphen.", nameof(request));
        }

        if (request.Roles == PrincipalRoles.None)
        {
            throw new ArgumentException($"A token needs a role, one of {PrincipalRoleNames.All}.", nameof(request));
        }

        if (request.Lifetime < TimeSpan.FromSeconds(1) || request.Lifetime > TimeSpan.FromHours(24))
        {
            throw new ArgumentException("A token lives 1 second to 24 hours.", nameof(request));
        }

        var header = Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"JWT","kid":"{{key.Id}}"}""");
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(Payload(request))}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private ReadOnlySpan<byte> Payload(TokenRequest request)
    {
        var now = clock.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("iss", issuer);
        json.WriteString("aud", request.Audience);
        json.WriteString("sub", request.Subject);
        json.WriteString("tenant_id", request.Tenant);
        json.WriteStartArray("roles");
        foreach (var role in PrincipalRoleNames.NamesOf(request.Roles))
        {
            json.WriteStringValue(role);
        }

        json.WriteEndArray();
        if (request.Department.Length > 0)
        {
            json.WriteString("department", request.Department);
        }

        if (request.Name.Length > 0)
        {
            json.WriteString("name", request.Name);
        }

        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + request.Lifetime).ToUnixTimeSeconds());
        json.WriteString("jti", Guid.CreateVersion7(now));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
