using System.Text.Json;

namespace AiDesk.Identity;

/// <summary>The times of a token (RFC 7519 section 4.1): <c>exp</c> is required, <c>nbf</c> and <c>iat</c> bind when they are there.</summary>
internal static class TokenTimes
{
    /// <summary>Allowed difference between the issuer's clock and ours.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    // 9999-12-31T23:59:59Z, the last second that DateTimeOffset holds.
    private const long LastSecond = 253_402_300_799;

    public static TokenProblem Check(JsonElement payload, DateTimeOffset now, out DateTimeOffset expiresAt)
    {
        expiresAt = default;
        if (!TryRead(payload, "exp", out var exp) || exp is not { } expiry
            || !TryRead(payload, "nbf", out var notBefore)
            || !TryRead(payload, "iat", out var issuedAt))
        {
            return TokenProblem.TimeInvalid;
        }

        expiresAt = expiry;
        if (now - ClockSkew >= expiry)
        {
            return TokenProblem.Expired;
        }

        return now + ClockSkew < notBefore || now + ClockSkew < issuedAt ? TokenProblem.NotYetValid : TokenProblem.None;
    }

    /// <summary>False when the claim is there and no number of seconds since 1970; null when it is absent.</summary>
    private static bool TryRead(JsonElement payload, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!payload.TryGetProperty(name, out var claim))
        {
            return true;
        }

        // NumericDate may have a fraction.
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetDouble(out var seconds) || !(seconds >= 0 && seconds <= LastSecond))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds((long)Math.Floor(seconds));
        return true;
    }
}
