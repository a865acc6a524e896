using AiDesk.Agent.Configuration;

namespace AiDesk.Agent;

/// <summary>Settings of the desk, as docs/configuration.md says them.</summary>
public sealed record AgentServiceOptions
{
    /// <summary>Tokens of the development key are accepted.</summary>
    public bool Development { get; init; }

    public string HttpAddress { get; init; } = "127.0.0.1:7080";

    public string GrpcAddress { get; init; } = "127.0.0.1:7081";

    /// <summary>As http://127.0.0.1:7070 or unix:/run/aidesk.sock.</summary>
    public string PolicyAddress { get; init; } = "http://127.0.0.1:7070";

    /// <summary>Connection string; null makes a private server in the state folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>Development key, the desk's own key, the private server.</summary>
    public string StateDirectory { get; init; } = ".aidesk";

    public string? Issuer { get; init; }

    public string Audience { get; init; } = "aidesk-desk";

    public string? Jwks { get; init; }

    /// <summary><c>iss</c> of the desk's own tokens.</summary>
    public string OwnIssuer { get; init; } = "aidesk-desk";

    /// <summary>Keys that sign page tokens and sessions, as AIDESK_KEYS; the same on every replica. Null takes those of the state folder.</summary>
    public string? Keys { get; init; }

    /// <summary>Certificate of both listeners, PEM; null for none.</summary>
    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Origins, as https://crm.example, whose pages may sign a person in with a form.</summary>
    public IReadOnlyList<string> SignInOrigins { get; init; } = [];

    /// <summary>Null is <c>knowledge</c> in the state folder.</summary>
    public string? KnowledgeFolder { get; init; }

    /// <summary>Besides loopback.</summary>
    public IReadOnlyList<string> KnowledgeHosts { get; init; } = [];

    /// <summary>Besides loopback.</summary>
    public IReadOnlyList<string> WebhookHosts { get; init; } = [];

    /// <summary><c>id:base64,…</c>, keys of 32 bytes or more that sign webhooks; null for none.</summary>
    public string? WebhookKeys { get; init; }

    /// <summary>Null takes the scripted model.</summary>
    public Uri? ModelAddress { get; init; }

    public string ModelName { get; init; } = "scripted";

    public string? ModelKey { get; init; }

    public TimeSpan ModelTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>1 to 256.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>The log is JSON lines and not text.</summary>
    public bool LogsJson { get; init; }

    /// <summary>For calls in flight when it ends.</summary>
    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Settings from environment variables; every fault is added to <paramref name="errors"/>. What both services share is given by the caller.</summary>
    public static AgentServiceOptions Read(Func<string, string?> variable, ICollection<string> errors) => DeskConfiguration.Read(variable, errors);
}
