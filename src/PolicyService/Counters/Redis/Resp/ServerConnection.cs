using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Scripts on one server.</summary>
internal sealed class ServerConnection : IRedisConnection
{
    private readonly RespNode _node;
    private readonly ConnectionMetrics _metrics;

    public ServerConnection(RedisOptions options, ConnectionWatch watch)
    {
        _metrics = watch.Metrics;
        _node = new RespNode(options.Endpoints[0], options, watch.Changed);
        _metrics.Observe(() => State, () => _node.InFlight);
    }

    public ScriptConnectionState State => _node.State;

    public bool IsCluster => false;

    public string? Refusal => _node.IsRefused ? $"{_node.Endpoint}: {_node.Fault}" : null;

    public Task ReadyAsync(CancellationToken cancellationToken) => _node.Tried.WaitAsync(cancellationToken);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var begun = Stopwatch.GetTimestamp();
        var due = begun + (long)(deadline.TotalSeconds * Stopwatch.Frequency);
        var reply = await _node.SendAsync(new ScriptCommand(call, whole: false), due);
        if (ScriptReply.IsUnknownScript(reply))
        {
            reply = await _node.SendAsync(new ScriptCommand(call, whole: true), due);
        }
        else if (ScriptReply.IsWrongServer(reply))
        {
            _node.Reconnect("the server is a replica now");
        }

        _metrics.Ended(begun, reply);
        return ScriptReply.Take(call.Script, reply);
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
