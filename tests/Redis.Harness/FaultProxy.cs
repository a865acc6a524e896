using System.Net;
using System.Net.Sockets;

namespace AiDesk.Redis.Harness;

/// <summary>A loopback proxy in front of a server that delays, cuts and refuses on demand. What is set holds for connections that are open too.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<ProxiedConnection> _connections = [];
    private readonly int _target;
    private readonly Task _accepting;

    public FaultProxy(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>How much later every answer comes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>New connections are closed at once.</summary>
    public bool Refusing { get; set; }

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

                _ = connection.RunAsync(_target);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
