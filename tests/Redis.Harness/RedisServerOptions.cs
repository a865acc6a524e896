namespace AiDesk.Redis.Harness;

/// <summary>What a test asks of its server. Nothing is kept on disk, and there is no eviction, unless <see cref="Arguments"/> say otherwise.</summary>
public sealed record RedisServerOptions
{
    /// <summary>Of the default user; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Serves TLS on <see cref="RedisServer.Port"/> and nothing else, with a certificate of its own for 127.0.0.1 and localhost.</summary>
    public bool Tls { get; init; }

    /// <summary>Further arguments of redis-server: <c>--maxmemory-policy</c>, <c>allkeys-lru</c>.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];
}
