using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Scripts on a Redis Cluster: each goes to the node that serves the slot of its first key. A node that is down fails its own slots only.</summary>
internal sealed class ClusterConnection : IRedisConnection
{
    private readonly ClusterNodes _nodes;
    private readonly ConnectionMetrics _metrics;

    public ClusterConnection(RedisOptions options, ConnectionWatch watch)
    {
        _metrics = watch.Metrics;
        _nodes = new ClusterNodes(options, watch.Changed);
        _metrics.Observe(() => State, () => _nodes.InFlight);
    }

    public ScriptConnectionState State => _nodes.State;

    public bool IsCluster => true;

    public string? Refusal => _nodes.Refusal;

    public Task ReadyAsync(CancellationToken cancellationToken) => _nodes.Tried.WaitAsync(cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var begun = Stopwatch.GetTimestamp();
        var due = begun + (long)(deadline.TotalSeconds * Stopwatch.Frequency);
        var node = _nodes.Of(HashSlot.Of(call[0]));
        var reply = node is null ? RespReply.None(UnavailableReason.Disconnected, "no node serves the slot") : await node.SendAsync(new ScriptCommand(call, whole: false), due);
        var whole = false;
        var asking = false;
        for (var step = 0; node is not null && step < RespLimits.Redirections; step++)
        {
            if (ScriptReply.IsUnknownScript(reply) && !whole)
            {
                whole = true;
            }
            else if (reply.IsError("MOVED"u8) || reply.IsError("ASK"u8))
            {
                asking = reply.IsError("ASK"u8);
                node = _nodes.Follow(reply, node, moved: !asking);
            }
            else
            {
                break;
            }

            if (node is not null)
            {
                reply = await node.SendAsync(new ScriptCommand(call, whole), due, asking);
            }
        }

        if (reply.Kind is RespKind.None or RespKind.Error)
        {
            // A node that is gone, a slot that nobody serves, a master that is one no longer: somebody else may serve it now.
            _nodes.LookAgain();
        }

        _metrics.Ended(begun, reply);
        return ScriptReply.Take(call.Script, reply);
    }

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();
}
