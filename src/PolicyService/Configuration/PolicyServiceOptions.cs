namespace AiDesk.Policy.Service;

/// <summary>All settings of the service. <see cref="Configuration.ConfigurationReader"/> makes one from the environment.</summary>
public sealed record PolicyServiceOptions
{
    /// <summary>Accepts tokens of the development key, on loopback only.</summary>
    public bool Development { get; init; } = true;

    /// <summary><c>host:port</c> or <c>unix:/path</c>; port 0 takes a free one.</summary>
    public string GrpcAddress { get; init; } = "127.0.0.1:7070";

    /// <summary><c>host:port</c>; port 0 takes a free one.</summary>
    public string HttpAddress { get; init; } = "127.0.0.1:7071";

    public string PolicyDirectory { get; init; } = "policies";

    public string StateDirectory { get; init; } = ".aidesk";

    /// <summary>Where policies come from.</summary>
    public PolicySourceKind PolicySource { get; init; }

    /// <summary>Folder of stored policies, which replicas may share; null for <c>policies</c> in the state folder.</summary>
    public string? PolicyStore { get; init; }

    internal string PolicyStoreFolder => PolicyStore ?? Path.Combine(StateDirectory, "policies");

    /// <summary>Null in Development only.</summary>
    public string? Issuer { get; init; }

    public string Audience { get; init; } = "aidesk-policy";

    /// <summary>File or URL; null in Development only.</summary>
    public string? Jwks { get; init; }

    /// <summary><c>kid:base64</c>, comma-separated, the first signs; null in Development only.</summary>
    public string? Keys { get; init; }

    /// <summary>As <see cref="Keys"/>, for what is posted to webhooks; null takes those.</summary>
    public string? WebhookKeys { get; init; }

    /// <summary>PEM file of the listeners' certificate; null for no TLS.</summary>
    public string? TlsCertificate { get; init; }

    /// <summary>PEM file of its private key; set with <see cref="TlsCertificate"/>.</summary>
    public string? TlsKey { get; init; }

    /// <summary>PEM file of the authorities whose certificates clients must present; null asks for none.</summary>
    public string? TlsClientAuthority { get; init; }

    public bool SingleReplica { get; init; }

    /// <summary>Where counters are shared; null for counters in this process.</summary>
    public Counters.Redis.RedisOptions? Redis { get; init; }

    /// <summary>Budgets of counters that are new or lost open at once, and not after one lease.</summary>
    public bool RedisAcceptsOverrun { get; init; } = true;

    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan DecisionTokenLifetime { get; init; } = TimeSpan.FromMinutes(2);

    public int RecordFileMegabytes { get; init; } = 64;

    public int RecordFiles { get; init; } = 10;

    /// <summary>Connection string of the PostgreSQL that gets the records; null for files.</summary>
    public string? RecordsPostgres { get; init; }

    public int JournalMegabytes { get; init; } = 256;

    public TimeSpan JournalSyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Calls in flight beyond which a tenant above its fair share is refused, 1 to 65,536.</summary>
    public int MaxInFlight { get; init; } = 1000;

    /// <summary>Connections at one time to each listener, 1 to 65,536.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>The log is JSON lines and not text.</summary>
    public bool LogsJson { get; init; }

    /// <summary>Tenants that metrics name; at most 100.</summary>
    public IReadOnlyList<string> MetricsTenants { get; init; } = [];

    /// <summary>Traces and metrics go out over OTLP, to where the <c>OTEL_*</c> variables of the process say.</summary>
    public bool ExportsTelemetry { get; init; }

    /// <summary>How long the service still answers, not ready, after it was told to end.</summary>
    public TimeSpan Drain { get; init; }

    /// <summary>After that: half of it for calls in flight, half for writing records. 1 s to 5 minutes.</summary>
    public TimeSpan Shutdown { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>File that is written with the addresses bound, as JSON, once the service answers; null for none.</summary>
    public string? AddressesFile { get; init; }

    /// <summary>Settings from environment variables; every fault is added to <paramref name="errors"/>.</summary>
    public static PolicyServiceOptions Read(Func<string, string?> variable, ICollection<string> errors) => Configuration.ConfigurationReader.Read(variable, errors);
}

/// <summary>Where policies come from.</summary>
public enum PolicySourceKind
{
    /// <summary>A folder that is only read.</summary>
    Files,

    /// <summary>The store, over the folder.</summary>
    Store,
}
