using Microsoft.Extensions.Logging;

namespace AiDesk.Client;

/// <summary>How a client reaches the service.</summary>
public sealed record PolicyClientOptions
{
    /// <summary>
    /// <c>host:port</c> or <c>http://host:port</c> in cleartext, <c>https://host:port</c> for TLS, <c>unix:/path</c>; the port is 7070 where none is said.
    /// Null takes the environment's <c>AIDESK_ADDRESS</c>, else <c>http://127.0.0.1:7070</c>.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>The bearer token of the calls. Null, without a provider, takes the environment's <c>AIDESK_TOKEN</c>; where there is none calls go without.</summary>
    public string? Token { get; init; }

    /// <summary>
    /// Where tokens come from, instead of <see cref="Token"/>: asked when one is first needed, 10 seconds before it expires, and once more when the service refuses it.
    /// Calls that need a token at the same time share one answer. It is cancelled after 10 seconds.
    /// </summary>
    public Func<TokenRequest, CancellationToken, ValueTask<string>>? TokenProvider { get; init; }

    /// <summary>TLS settings; allowed with <c>https://</c> only.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>How long a call may take in all, retries included: 1 ms to 10 minutes. Default 250 ms.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Most calls that one question may make when the service is unavailable: 1 to 10. Default 3. Only what counts once is asked again: a check that has no
    /// <c>request_id</c> gets one for that, unless this is 1.
    /// </summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Where the transport logs to; null for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
