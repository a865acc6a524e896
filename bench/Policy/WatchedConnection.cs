using AiDesk.Policy.Service.Counters.Redis;

namespace AiDesk.Bench.Policy;

/// <summary>Remembers why a call had no answer, which the store keeps from its callers.</summary>
internal sealed class WatchedConnection(IScriptConnection inner) : IScriptConnection
{
    public string LastFault { get; private set; } = "it answered, and its script did nothing (late, or without an epoch)";

    public ScriptConnectionState State => inner.State;

    public bool IsCluster => inner.IsCluster;

    public async ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.RunAsync(call, deadline, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or ScriptFaultException)
        {
            LastFault = fault.Message;
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
