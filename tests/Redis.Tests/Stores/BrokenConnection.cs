using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Redis.Tests.Stores;

/// <summary>A connection that a test breaks and mends: while it is broken nothing is sent.</summary>
internal sealed class BrokenConnection(IScriptConnection inner) : IScriptConnection
{
    public bool IsBroken { get; set; }

    public ScriptConnectionState State => IsBroken ? ScriptConnectionState.Down : inner.State;

    public bool IsCluster => inner.IsCluster;

    public ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken) =>
        IsBroken ? throw new StoreUnavailableException(UnavailableReason.Disconnected, "broken by the test") : inner.RunAsync(call, deadline, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
