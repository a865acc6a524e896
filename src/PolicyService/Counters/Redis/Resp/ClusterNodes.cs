using System.Collections.Concurrent;
using System.Diagnostics;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>The nodes of a cluster, and who serves what. Asked again when a call failed or was sent elsewhere, at most every 100 ms, and while a node is down.</summary>
internal sealed class ClusterNodes : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly RedisOptions _options;
    private readonly Action<RespNode, ScriptConnectionState> _changed;
    private readonly ConcurrentDictionary<RedisEndpoint, RespNode> _nodes = new();
    private readonly Lock _making = new();
    private readonly SemaphoreSlim _wanted = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private volatile SlotMap? _map;

    public ClusterNodes(RedisOptions options, Action<RespNode, ScriptConnectionState> changed)
    {
        _options = options;
        _changed = changed;
        foreach (var seed in options.Endpoints)
        {
            Node(seed);
        }

        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Up when every master is.</summary>
    public ScriptConnectionState State
    {
        get
        {
            if (_map is not { } map)
            {
                return _nodes.Values.Any(node => node.State == ScriptConnectionState.Connecting) ? ScriptConnectionState.Connecting : ScriptConnectionState.Down;
            }

            return map.Masters.All(master => _nodes.TryGetValue(master, out var node) && node.State == ScriptConnectionState.Up) ? ScriptConnectionState.Up : ScriptConnectionState.Down;
        }
    }

    /// <summary>What somebody has to change at a node; null when nothing.</summary>
    public string? Refusal => _nodes.Values.Where(node => node.IsRefused).Select(node => $"{node.Endpoint}: {node.Fault}").FirstOrDefault();

    public int InFlight => _nodes.Values.Sum(node => node.InFlight);

    /// <summary>Completes when the cluster is known and every master has been tried, or when no seed can be reached.</summary>
    public Task Tried => _tried.Task;

    /// <summary>The node that serves a slot; null when none does.</summary>
    public RespNode? Of(int slot) => _map?[slot] is { } endpoint ? Node(endpoint) : null;

    /// <summary>The node that a redirection names; null when it names none.</summary>
    public RespNode? Follow(in RespReply reply, RespNode from, bool moved)
    {
        if (moved)
        {
            LookAgain();
        }

        return SlotMap.TargetOf(reply, from.Endpoint) is { } target && (_nodes.Count < RespLimits.Nodes || _nodes.ContainsKey(target)) ? Node(target) : null;
    }

    public void LookAgain()
    {
        if (_wanted.CurrentCount == 0)
        {
            try
            {
                _wanted.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else was quicker.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        foreach (var node in _nodes.Values)
        {
            await node.DisposeAsync();
        }

        _end.Dispose();
        _wanted.Dispose();
    }

    private RespNode Node(RedisEndpoint endpoint)
    {
        if (_nodes.TryGetValue(endpoint, out var known))
        {
            return known;
        }

        // A node begins to connect when it is made: there must never be two.
        lock (_making)
        {
            return _nodes.GetOrAdd(endpoint, static (endpoint, nodes) => new RespNode(endpoint, nodes._options, nodes._changed), this);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(_nodes.Values.Select(node => node.Tried)).WaitAsync(_end.Token);
            while (true)
            {
                // While a node is down its slots may be given to another at any time.
                await _wanted.WaitAsync(State == ScriptConnectionState.Up ? Timeout.InfiniteTimeSpan : Pause, _end.Token);
                await LookAsync();
                await Task.Delay(Pause, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            _tried.TrySetResult();
        }
    }

    private async Task LookAsync()
    {
        foreach (var node in _nodes.Values.Where(node => node.State == ScriptConnectionState.Up))
        {
            var due = Stopwatch.GetTimestamp() + (long)(_options.ConnectDeadline.TotalSeconds * Stopwatch.Frequency);
            var reply = await node.SendAsync(new WordsCommand("CLUSTER", "SLOTS"), due);
            if (SlotMap.Read(reply, node.Endpoint) is { Masters.Count: > 0 } map)
            {
                var masters = map.Masters.Select(Node).ToList();
                await Task.WhenAll(masters.Select(master => master.Tried)).WaitAsync(_end.Token);
                _map = map;
                await ForgetOthersAsync(map);
                break;
            }
        }

        _tried.TrySetResult();
    }

    /// <summary>Seeds are kept: they are the way back when all that is known has gone.</summary>
    private async Task ForgetOthersAsync(SlotMap map)
    {
        foreach (var (endpoint, node) in _nodes)
        {
            if (!map.Masters.Contains(endpoint) && !_options.Endpoints.Contains(endpoint) && _nodes.TryRemove(endpoint, out _))
            {
                await node.DisposeAsync();
            }
        }
    }
}
