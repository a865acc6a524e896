using System.Text.Json;

namespace AiDesk.Identity;

/// <summary>
/// Verifies bearer tokens: compact JWS (RFC 7515), RS256, PS256 and ES256, claims of RFC 7519 and ours. The algorithm must be accepted and the key's own;
/// the issuer must be the one whose key signed. Microsoft.IdentityModel.JsonWebTokens is the library to take when it can be restored.
/// </summary>
internal sealed class TokenValidator(IReadOnlyList<TrustedIssuer> issuers, PrincipalCache cache, TimeProvider clock)
{
    /// <summary>Longest token, in characters.</summary>
    public const int SizeLimit = 8 * 1024;

    /// <summary>The principal, from the cache when this token was verified before; a key that is not known yet is looked for once a minute.</summary>
    public ValueTask<TokenResult> ValidateAsync(ReadOnlyMemory<char> token, CancellationToken cancellationToken)
    {
        var result = Validate(token.Span);
        return result.Problem == TokenProblem.UnknownKey ? RetryWithNewKeysAsync(token, result, cancellationToken) : ValueTask.FromResult(result);
    }

    /// <summary>As <see cref="ValidateAsync"/>, with the keys that are there: it never waits.</summary>
    public TokenResult Validate(ReadOnlySpan<char> token)
    {
        if (token.Length > SizeLimit)
        {
            return TokenResult.Refused(TokenProblem.TooLong, "the token is longer than 8,192 characters");
        }

        if (cache.Find(token, clock.GetUtcNow()) is { } known)
        {
            return TokenResult.Accepted(known);
        }

        var generation = cache.Generation;
        var result = Verify(token);
        if (result.IsAccepted)
        {
            cache.Add(token, result.Principal, generation);
        }

        return result;
    }

    private async ValueTask<TokenResult> RetryWithNewKeysAsync(ReadOnlyMemory<char> token, TokenResult first, CancellationToken cancellationToken)
    {
        var changed = false;
        foreach (var issuer in issuers)
        {
            changed |= await issuer.Keys.RefreshAsync(cancellationToken).ConfigureAwait(false);
        }

        return changed ? Validate(token.Span) : first;
    }

    private TokenResult Verify(ReadOnlySpan<char> token)
    {
        if (CompactJws.Parse(token) is not { } jws)
        {
            return TokenResult.Refused(TokenProblem.Malformed, "not a compact JWS");
        }

        using var headerJson = StrictJson.ParseObject(jws.Header);
        if (headerJson is null)
        {
            return TokenResult.Refused(TokenProblem.Malformed, "the header is not a JSON object, or names a member twice");
        }

        var problem = TokenHeader.Read(headerJson.RootElement, out var header, out var detail);
        if (problem != TokenProblem.None)
        {
            return TokenResult.Refused(problem, detail);
        }

        problem = FindSigner(jws, header, out var issuer);
        if (problem != TokenProblem.None)
        {
            return TokenResult.Refused(problem, $"key id '{header.KeyId}'");
        }

        using var payload = StrictJson.ParseObject(jws.Payload);
        return payload is null
            ? TokenResult.Refused(TokenProblem.Malformed, "the payload is not a JSON object, or names a member twice")
            : ReadClaims(payload.RootElement, issuer!);
    }

    /// <summary>Two issuers may use one key id: the signature says whose key it is.</summary>
    private TokenProblem FindSigner(CompactJws jws, TokenHeader header, out TrustedIssuer? signer)
    {
        var problem = TokenProblem.UnknownKey;
        foreach (var issuer in issuers)
        {
            if (issuer.Keys.Current.Find(header.KeyId) is not { } key)
            {
                continue;
            }

            if (!key.Accepts(header.Algorithm))
            {
                problem = problem == TokenProblem.BadSignature ? problem : TokenProblem.KeyMismatch;
            }
            else if (key.Verify(header.Algorithm, jws.Signed, jws.Signature))
            {
                signer = issuer;
                return TokenProblem.None;
            }
            else
            {
                problem = TokenProblem.BadSignature;
            }
        }

        signer = null;
        return problem;
    }

    private TokenResult ReadClaims(JsonElement payload, TrustedIssuer issuer)
    {
        if (TokenClaims.Text(payload, "iss") != issuer.Name)
        {
            return TokenResult.Refused(TokenProblem.IssuerMismatch, "iss is not the issuer whose key signed");
        }

        if (!TokenClaims.HasAudience(payload, issuer.Audience))
        {
            return TokenResult.Refused(TokenProblem.AudienceMismatch, $"aud does not hold {issuer.Audience}");
        }

        var problem = TokenTimes.Check(payload, clock.GetUtcNow(), out var expiresAt);
        if (problem != TokenProblem.None)
        {
            return TokenResult.Refused(problem, "exp, nbf or iat");
        }

        if (TokenClaims.Text(payload, "tenant_id") is not { } tenant || !TenantId.IsValid(tenant))
        {
            return TokenResult.Refused(TokenProblem.TenantInvalid, "tenant_id is not one text [a-z0-9][a-z0-9-]{0,62}");
        }

        if (TokenClaims.Text(payload, "sub") is not { } subject)
        {
            return TokenResult.Refused(TokenProblem.SubjectInvalid, "sub is not a text of 1 to 256 characters");
        }

        var roles = TokenClaims.Roles(payload);
        if (roles == PrincipalRoles.None)
        {
            return TokenResult.Refused(TokenProblem.RoleInvalid, $"role, or roles, names none of {PrincipalRoleNames.All}");
        }

        if (TokenClaims.OptionalText(payload, "jti") is not { } tokenId
            || TokenClaims.OptionalText(payload, "department") is not { } department
            || TokenClaims.Others(payload) is not { } claims)
        {
            return TokenResult.Refused(TokenProblem.ClaimInvalid, "jti or department is not a text of 1 to 256 characters, or there are more than 64 other claims");
        }

        return TokenResult.Accepted(new Principal
        {
            Tenant = tenant,
            Subject = subject,
            Roles = roles,
            ExpiresAt = expiresAt,
            Issuer = issuer.Name,
            TokenId = tokenId,
            Department = department,
            Claims = claims,
        });
    }
}
