namespace AiDesk.Policy.Leaks;

/// <summary>
/// How sure a finding is, by what was seen and not by what is done about it: an issuer's own form and checksums near 1, a value that only its name gives away
/// lower, a string with nothing but its randomness lowest. <see cref="Decisions.Finding.Score"/>; nothing is decided by it.
/// </summary>
internal static class Confidence
{
    /// <summary>A random value behind the name of a secret and a sign of programs.</summary>
    public const double Assigned = 0.9;

    /// <summary>A value behind the name of a secret, as people write.</summary>
    public const double Named = 0.8;

    /// <summary>A random value near the name of a secret.</summary>
    public const double Near = 0.7;

    /// <summary>A word behind the name of a password: it may be about the password.</summary>
    public const double Told = 0.55;

    /// <summary>Beginnings of codes, the longer ones before the shorter ones.</summary>
    private static readonly (string Code, double Score)[] ByCode =
    [
        ("leak.secret.high_entropy", 0.6), ("leak.secret.named", Named), ("leak.secret.command", Named), ("leak.secret.recovery_codes", Named),
        ("leak.secret.recovery_phrase", Assigned), ("leak.secret.url_credentials", 0.95), ("leak.secret.webhook", 0.95), ("leak.secret.", 0.99),
        ("leak.jwt", 0.99), ("leak.canary", 0.99), ("leak.hidden_value", 0.95), ("leak.stack_trace", 0.97), ("leak.pii.card", 0.95), ("leak.pii.iban", 0.99),
        ("leak.pii.national_id", 0.85), ("leak.pii.email", 0.75), ("leak.pii.ip", 0.75), ("leak.pii.phone", 0.7), ("leak.pii.", 0.6), ("leak.sql_error", 0.9), ("leak.sql", Named),
        ("leak.internal_id", 0.95), ("leak.metadata_key", Named), ("leak.tool_name", Named), ("leak.uuid", 0.75), ("leak.ulid", 0.75), ("leak.hex_id", Near),
        ("leak.path", Near), ("leak.infrastructure", Near), ("leak.raw_json", Named), ("leak.unknown_link", 0.6),
    ];

    /// <summary>0 to 1.</summary>
    public static double Of(string code)
    {
        foreach (var (beginning, score) in ByCode)
        {
            if (code.StartsWith(beginning, StringComparison.Ordinal))
            {
                return score;
            }
        }

        return Near;
    }
}
