namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>
/// The one seam to Redis: runs a script where its keys live. One implementation per driver; what a script means is not its business. Every call ends by
/// its deadline, whatever the server does; nothing queues behind a connection that is down.
/// </summary>
internal interface IScriptConnection : IAsyncDisposable
{
    /// <summary>What the connection knows of the server now, without asking it.</summary>
    ScriptConnectionState State { get; }

    /// <summary>A script's keys must all be of one tenant: others may be on another server.</summary>
    bool IsCluster { get; }

    /// <summary>
    /// Sends the script by its hash, and once more whole, within the same deadline, when the server does not know it. Answers the bulk string that the script
    /// returns. Throws <see cref="StoreUnavailableException"/> when there is no answer in time, and <see cref="ScriptFaultException"/> when the server
    /// answered with an error.
    /// </summary>
    /// <param name="call">Not touched after the task has ended, so that it can be reused.</param>
    /// <param name="deadline">How long the caller waits, in all.</param>
    /// <param name="cancellationToken">Of the call. A script that was sent runs all the same.</param>
    ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken);
}

/// <summary>How a connection stands.</summary>
internal enum ScriptConnectionState : byte
{
    /// <summary>No connection was made yet.</summary>
    Connecting,

    /// <summary>Calls are answered.</summary>
    Up,

    /// <summary>The last calls failed: calls fail at once until a probe succeeds.</summary>
    Down,
}
