using System.Net;
using System.Net.Sockets;

namespace AiDesk.Redis.Harness;

/// <summary>A loopback proxy in front of a server that delays, stalls, cuts and refuses on demand. What is set holds for connections that are open too.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<ProxiedConnection> _connections = [];
    private readonly Task _accepting;
    private volatile TaskCompletionSource? _stall;

    public FaultProxy(int targetPort)
        : this(new IPEndPoint(IPAddress.Loopback, targetPort))
    {
    }

    /// <param name="target">A loopback port, or a Unix socket.</param>
    public FaultProxy(EndPoint target)
    {
        Target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Where connections made from now on lead.</summary>
    public EndPoint Target { get; set; }

    /// <summary>How much later every answer comes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>New connections are closed at once.</summary>
    public bool Refusing { get; set; }

    /// <summary>Nothing passes in either direction, and nobody is told: connections stay open, and new ones are made. What was held back passes afterwards.</summary>
    public bool Stalling
    {
        get => _stall is not null;
        set
        {
            if (value)
            {
                _stall ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else
            {
                Interlocked.Exchange(ref _stall, null)?.TrySetResult();
            }
        }
    }

    /// <summary>Connections accepted so far.</summary>
    public int Accepted { get; private set; }

    /// <summary>Lets so many more bytes of answers through, then cuts that connection; null for no end.</summary>
    public int? CutAfter { get; set; }

    /// <summary>Resets every open connection.</summary>
    public void CutAll()
    {
        lock (_connections)
        {
            _connections.ForEach(connection => connection.Cut());
            _connections.Clear();
        }
    }

    /// <summary>Completes when something may pass.</summary>
    internal Task PassingAsync() => _stall?.Task ?? Task.CompletedTask;

    /// <summary>How many of the next bytes may pass; fewer than asked means: then cut.</summary>
    internal int Allow(int bytes)
    {
        if (CutAfter is not { } left)
        {
            return bytes;
        }

        var allowed = Math.Min(left, bytes);
        CutAfter = allowed < bytes ? null : left - allowed;
        return allowed;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Stalling = false;
        CutAll();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token);
                Accepted++;
                if (Refusing)
                {
                    client.Dispose();
                    continue;
                }

                var connection = new ProxiedConnection(this, client);
                lock (_connections)
                {
                    _connections.Add(connection);
                }

                _ = connection.RunAsync(Target);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
