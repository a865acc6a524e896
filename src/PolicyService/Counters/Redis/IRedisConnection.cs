namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>What the host asks of a connection beyond running scripts.</summary>
internal interface IRedisConnection : IScriptConnection
{
    /// <summary>Completes when every server that is known has been tried once, whichever way that ended.</summary>
    Task ReadyAsync(CancellationToken cancellationToken);

    /// <summary>What somebody has to change before the server can be used (a password, a certificate, its eviction policy); null when nothing.</summary>
    string? Refusal { get; }
}
