using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Redis.Tests.Shares;

/// <summary>Counts the scripts that were asked for; a test may cut it off.</summary>
internal sealed class CountedConnection(IScriptConnection inner) : IScriptConnection
{
    private int _scripts;

    public int Scripts => Volatile.Read(ref _scripts);

    public bool IsBroken { get; set; }

    public ScriptConnectionState State => IsBroken ? ScriptConnectionState.Down : inner.State;

    public bool IsCluster => inner.IsCluster;

    public ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _scripts);
        return IsBroken ? throw new StoreUnavailableException(UnavailableReason.Disconnected, "broken by the test") : inner.RunAsync(call, deadline, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
