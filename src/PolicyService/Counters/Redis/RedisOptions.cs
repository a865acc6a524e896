namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>How Redis is reached. <see cref="Configuration.RedisUrl"/> reads the part that stands in a URL.</summary>
public sealed record RedisOptions
{
    /// <summary>One server; with <see cref="Cluster"/> the nodes that are asked first for the others.</summary>
    public required IReadOnlyList<RedisEndpoint> Endpoints { get; init; }

    /// <summary>Redis Cluster: each tenant's keys are on the node that serves their slot.</summary>
    public bool Cluster { get; init; }

    public bool Tls { get; init; }

    /// <summary>PEM file of the authorities that may have signed the server's certificate; null for those of the system.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>Null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>Null when the server asks for none.</summary>
    public string? Password { get; init; }

    /// <summary>Number of the database; 0 in a cluster.</summary>
    public int Database { get; init; }

    /// <summary>From the first packet of a connection to its last answer before use: name look-up, TCP, TLS, password, first commands.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a decision waits for its counters, in all: also with a redirection, or a script that the server did not know.</summary>
    public TimeSpan CommandDeadline { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Calls per connection that are sent and not answered. Beyond, the outage rules hold at once.</summary>
    public int InFlight { get; init; } = 4096;

    /// <summary>Not the password.</summary>
    public override string ToString() => $"{(Tls ? "rediss" : "redis")}{(Cluster ? " cluster" : "")} {string.Join(',', Endpoints)}";
}
