namespace AiDesk.Policy.Service.Configuration;

/// <summary>One environment variable of the service. docs/configuration.md is checked against this list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">What its value is.</param>
/// <param name="Default">What holds when it is not set.</param>
/// <param name="Meaning">What it does.</param>
public sealed record ConfigurationVariable(string Name, string Unit, string Default, string Meaning)
{
    public const string Environment = "AIDESK_ENVIRONMENT";
    public const string GrpcAddress = "AIDESK_GRPC_ADDRESS";
    public const string HttpAddress = "AIDESK_HTTP_ADDRESS";
    public const string PolicySource = "AIDESK_POLICY_SOURCE";
    public const string PolicyStore = "AIDESK_POLICY_STORE";
    public const string PolicyDirectory = "AIDESK_POLICY_DIR";
    public const string StateDirectory = "AIDESK_STATE_DIR";
    public const string Issuer = "AIDESK_JWT_ISSUER";
    public const string Audience = "AIDESK_JWT_AUDIENCE";
    public const string Jwks = "AIDESK_JWKS";
    public const string Keys = "AIDESK_KEYS";
    public const string KeysFile = "AIDESK_KEYS_FILE";
    public const string WebhookKey = "AIDESK_WEBHOOK_KEY";
    public const string WebhookKeyFile = "AIDESK_WEBHOOK_KEY_FILE";
    public const string TlsCertificate = "AIDESK_TLS_CERTIFICATE";
    public const string TlsKey = "AIDESK_TLS_KEY";
    public const string TlsClientAuthority = "AIDESK_TLS_CLIENT_CA";
    public const string SingleReplica = "AIDESK_SINGLE_REPLICA";
    public const string Redis = "AIDESK_REDIS";
    public const string RedisUser = "AIDESK_REDIS_USER";
    public const string RedisPassword = "AIDESK_REDIS_PASSWORD";
    public const string RedisPasswordFile = "AIDESK_REDIS_PASSWORD_FILE";
    public const string RedisAuthorities = "AIDESK_REDIS_CA_FILE";
    public const string RedisConnectMs = "AIDESK_REDIS_CONNECT_MS";
    public const string RedisCommandMs = "AIDESK_REDIS_COMMAND_MS";
    public const string RedisInFlight = "AIDESK_REDIS_IN_FLIGHT";
    public const string RedisRecover = "AIDESK_REDIS_RECOVER";
    public const string LeaseSeconds = "AIDESK_LEASE_SECONDS";
    public const string TokenSeconds = "AIDESK_DECISION_TOKEN_SECONDS";
    public const string RecordMegabytes = "AIDESK_RECORD_FILE_MB";
    public const string RecordFiles = "AIDESK_RECORD_FILES";
    public const string RecordsPostgres = "AIDESK_RECORDS_POSTGRES";
    public const string RecordsPostgresPasswordFile = "AIDESK_RECORDS_POSTGRES_PASSWORD_FILE";
    public const string JournalMegabytes = "AIDESK_JOURNAL_MB";
    public const string JournalSyncMs = "AIDESK_JOURNAL_SYNC_MS";
    public const string MaxInFlight = "AIDESK_MAX_IN_FLIGHT";
    public const string MaxConnections = "AIDESK_MAX_CONNECTIONS";
    public const string LogFormat = "AIDESK_LOG_FORMAT";
    public const string MetricsTenants = "AIDESK_METRICS_TENANTS";
    public const string DrainSeconds = "AIDESK_DRAIN_SECONDS";
    public const string ShutdownSeconds = "AIDESK_SHUTDOWN_SECONDS";

    public static IReadOnlyList<ConfigurationVariable> All { get; } =
    [
        new(Environment, "`Development` or `Production`", "`Development` when both addresses are loopback and neither `AIDESK_JWT_ISSUER` nor `AIDESK_JWKS` is set, else `Production`", "In Development tokens of the development key are accepted and the memory counters need no leave. Development is refused on an address that is not loopback."),
        new(GrpcAddress, "`host:port`, `unix:/path`; port 0 takes a free one", "`127.0.0.1:7070`", "Where gRPC (HTTP/2) listens: our services, and [Envoy's](envoy.md)."),
        new(HttpAddress, "`host:port`; port 0 takes a free one", "`127.0.0.1:7071`", "Where HTTP/1.1 ([REST](rest.md), health, metrics) listens."),
        new(TlsCertificate, "PEM file", "none", "The certificate of both listeners, with intermediates behind it. Set, `host:port` listeners speak TLS only; a Unix socket stays without, as its file's mode guards it. Read again when it changes, for connections made after that; one that does not load leaves the last good one in use."),
        new(TlsKey, "PEM file", "none", "The certificate's private key, not encrypted. Needed with it, and read again with it."),
        new(TlsClientAuthority, "PEM file", "none", "Authorities of clients. Set, both listeners refuse a connection without a certificate that one of them issued; tokens are needed all the same. Read again when it changes."),
        new(PolicySource, "`files` or `store`", "`files`", "Where policies come from: the folder, which the service only reads; or the store, which administrators write ([admin](admin.md)), over the folder."),
        new(PolicyStore, "folder", "`policies` in the state folder", "The store's folder, with `store`. Replicas that share it share their policies; made when it is not there."),
        new(PolicyDirectory, "folder", "`policies`", "One folder per tenant, and `_base`."),
        new(StateDirectory, "folder", "`.aidesk`", "Development key, records, held calls. Made when it is not there, readable by its owner only."),
        new(Issuer, "text", "none", "Issuer (`iss`) that tokens must have. Needed in Production."),
        new(Audience, "text", "`aidesk-policy` in Development, else none", "Audience (`aud`) that tokens must have. Needed in Production."),
        new(Jwks, "file or URL", "none", "The issuer's public keys as a JSON Web Key Set. Needed in Production."),
        new(Keys, "`kid:base64`, comma-separated, first signs", "made in the state folder in Development, else none", "Keys of 32 bytes or more that sign decision and reservation tokens; the same on every replica. Needed in Production."),
        new(KeysFile, "file", "none", "File whose first line is what `AIDESK_KEYS` would be, for secrets that are mounted. One of both."),
        new(WebhookKey, "`kid:base64`, comma-separated, first signs", "the keys of `AIDESK_KEYS`", "Keys of 32 bytes or more from which each tenant's webhook key is derived ([approvals](approvals.md)); the same on every replica."),
        new(WebhookKeyFile, "file", "none", "File whose first line is what `AIDESK_WEBHOOK_KEY` would be. One of both."),
        new(SingleReplica, "`true` or `false`", "`false`", "Says that this replica is alone, so that counters in its memory are right. Needed in Production without `AIDESK_REDIS`."),
        new(Redis, "`redis://[user:password@]host[:port][/database]`, `rediss://` for TLS, `unix:/path`; `redis://host:port,host:port?cluster=true` for Redis Cluster", "none", "Redis that keeps the counters of all replicas. Without it they are in this process's memory."),
        new(RedisUser, "text", "the URL's, else the default user", "User that signs in."),
        new(RedisPassword, "text", "the URL's, else none", "Password. A URL on a command line can be read by others on the machine: rather this, or the file."),
        new(RedisPasswordFile, "file", "none", "File whose first line is the password."),
        new(RedisAuthorities, "PEM file", "the system's", "Authorities that may have signed the server's certificate, with `rediss://`."),
        new(RedisConnectMs, "milliseconds, 10 to 5000", "`250`", "How long opening a connection may take in all, and with it a probe of a server that was down."),
        new(RedisCommandMs, "milliseconds, 5 to 1000", "`50`", "How long a decision waits for its counters; then each limit's outage rule holds."),
        new(RedisInFlight, "count, 1 to 65536", "`4096`", "Calls to one server that may wait for an answer; beyond, the outage rules hold at once."),
        new(RedisRecover, "`wait` or `accept_overrun`", "`accept_overrun` in Development, else `wait`", "Budgets of a tenant whose counters are new or lost: closed for one lease, or open at once, whatever may have been held."),
        new(LeaseSeconds, "seconds, 1 to 3600", "`120`", "How long a budget reservation holds unless it is settled or renewed."),
        new(TokenSeconds, "seconds, 1 to 3600", "`120`", "How long a decision token can be redeemed."),
        new(RecordMegabytes, "MiB, 1 to 4096", "`64`", "Size at which a file of decision records is closed and the next one begun."),
        new(RecordFiles, "count, 1 to 1000", "`10`", "How many files of decision records are kept."),
        new(RecordsPostgres, "connection string of Npgsql: `Host=…;Port=…;Database=…;Username=…`", "none", "PostgreSQL 15 or later that gets the records and the ledger, instead of files ([records](records.md)). It may come later than the service, or go away: records wait in the journal."),
        new(RecordsPostgresPasswordFile, "file", "none", "File whose first line is the password of that login: a connection string with one can be read by others."),
        new(JournalMegabytes, "MiB, 16 to 65536", "`256`", "Most that the journal of records which may not be lost holds while their sink is away. Full, such decisions are denied."),
        new(JournalSyncMs, "milliseconds, 10 to 60000", "`1000`", "How often the journal is forced to the disk: what a power loss can take."),
        new(MaxInFlight, "count, 1 to 65536", "`1000`", "Calls in flight beyond which a tenant that has its fair share in flight is refused ([operations](operations.md)). At twice as many everybody is."),
        new(MaxConnections, "count, 1 to 65536", "`1000`", "Connections at one time to each listener. More are closed unanswered."),
        new(LogFormat, "`text` or `json`", "`text`", "Form of the log on standard error; `json` is one object a line."),
        new(MetricsTenants, "tenants, comma-separated, at most 100", "none", "Tenants whose decisions metrics count by name. All others are counted as `other`."),
        new(DrainSeconds, "seconds, 0 to 300", "`0`", "How long a service that was told to end still answers, not ready, before it closes its listeners: time for a load balancer to notice. A second signal ends it."),
        new(ShutdownSeconds, "seconds, 1 to 300", "`10`", "After that: half of it for calls in flight, half for writing records. What remains then is aborted, or in the journal for the next start."),
    ];
}
