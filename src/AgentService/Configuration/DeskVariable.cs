namespace AiDesk.Agent.Configuration;

/// <summary>One environment variable of the desk. docs/configuration.md is checked against this list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">What its value is.</param>
/// <param name="Default">What holds when it is not set.</param>
/// <param name="Meaning">What it does.</param>
public sealed record DeskVariable(string Name, string Unit, string Default, string Meaning)
{
    public const string HttpAddress = "AIDESK_DESK_HTTP_ADDRESS";
    public const string GrpcAddress = "AIDESK_DESK_GRPC_ADDRESS";
    public const string PolicyAddress = "AIDESK_DESK_POLICY_ADDRESS";
    public const string Postgres = "AIDESK_POSTGRES";
    public const string PostgresPasswordFile = "AIDESK_POSTGRES_PASSWORD_FILE";
    public const string Issuer = "AIDESK_DESK_JWT_ISSUER";
    public const string Audience = "AIDESK_DESK_JWT_AUDIENCE";
    public const string Jwks = "AIDESK_DESK_JWKS";
    public const string OwnIssuer = "AIDESK_DESK_ISSUER";
    public const string TrustedProxies = "AIDESK_DESK_TRUSTED_PROXIES";
    public const string SignInOrigins = "AIDESK_DESK_SIGN_IN_ORIGINS";
    public const string KnowledgeFolder = "AIDESK_KNOWLEDGE_DIR";
    public const string KnowledgeHosts = "AIDESK_KNOWLEDGE_HOSTS";
    public const string WebhookHosts = "AIDESK_DESK_WEBHOOK_HOSTS";
    public const string WebhookKeys = "AIDESK_DESK_WEBHOOK_KEYS";
    public const string WebhookKeysFile = "AIDESK_DESK_WEBHOOK_KEYS_FILE";
    public const string ModelAddress = "AIDESK_MODEL_URL";
    public const string ModelName = "AIDESK_MODEL";
    public const string ModelKeyFile = "AIDESK_MODEL_KEY_FILE";
    public const string ModelSeconds = "AIDESK_MODEL_SECONDS";
    public const string Workers = "AIDESK_DESK_WORKERS";

    /// <summary>Every variable, as documented.</summary>
    public static IReadOnlyList<DeskVariable> All { get; } =
    [
        new(HttpAddress, "`host:port`, `unix:/path`; port 0 takes a free one", "`127.0.0.1:7080`", "Where the desk's pages and JSON (HTTP/1.1) listen."),
        new(GrpcAddress, "`host:port`, `unix:/path`; port 0 takes a free one", "`127.0.0.1:7081`", "Where the desk's gRPC (HTTP/2) listens."),
        new(PolicyAddress, "URL, `unix:/path`", "the policy service of the same process", "The policy service that the desk asks."),
        new(Postgres, "connection string of Npgsql", "a private server from the installed programs", "PostgreSQL 15 or later that keeps the desk. Its login owns the database, is no superuser, and may create roles or finds them there."),
        new(PostgresPasswordFile, "file", "none", "File whose first line is the password of that login."),
        new(Issuer, "text", "none", "Issuer (`iss`) of the CRM's tokens. Needed in Production."),
        new(Audience, "text", "`aidesk-desk`", "Audience (`aud`) that they must have."),
        new(Jwks, "file or URL", "none", "The CRM's public keys as a JSON Web Key Set. Needed in Production."),
        new(OwnIssuer, "text", "`aidesk-desk`", "Issuer of the tokens with which the desk asks the policy service; its keys are at `/.well-known/jwks.json`."),
        new(TrustedProxies, "addresses, comma-separated, at most 32", "none", "Proxies whose `X-Forwarded-For` is believed; of others the socket's address counts."),
        new(SignInOrigins, "origins, comma-separated, at most 32", "none", "The CRM's origins, as `https://crm.example`: pages there may sign a person in by a form that posts `token` to `/sign-in`."),
        new(KnowledgeFolder, "folder", "`knowledge` in the state folder", "Folder below which sources of kind FOLDER are."),
        new(KnowledgeHosts, "hosts, comma-separated, at most 100", "loopback only", "Hosts from which sources of kind URL may be read."),
        new(WebhookHosts, "hosts, comma-separated, at most 100", "loopback only", "Hosts to which webhook channels and external CRMs may be called."),
        new(WebhookKeys, "`id:base64`, comma-separated", "none", "Keys of 32 bytes or more that sign webhooks, by the id that a channel names. A channel whose key is missing sends nothing."),
        new(WebhookKeysFile, "file", "none", "File whose first line is what `AIDESK_DESK_WEBHOOK_KEYS` would be. One of both."),
        new(ModelAddress, "URL", "the scripted model", "Base address of an OpenAI-compatible endpoint."),
        new(ModelName, "text", "`scripted`", "The model to ask for. Needed with an address."),
        new(ModelKeyFile, "file", "none", "File whose first line is the endpoint's key."),
        new(ModelSeconds, "seconds, 1 to 300", "`30`", "How long one answer of the model may take."),
        new(Workers, "count, 1 to 256", "`8`", "Runs that are worked on at once."),
    ];
}
