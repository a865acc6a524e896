using System.Diagnostics;
using System.Security.Authentication;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>
/// One server, and the circuit to it. Closed: there is a connection that answers. Open: there is none, and every call fails at once, without waiting and
/// without being queued. Half open: one probe, the opening of a connection with all its first commands, of which the last is held to the deadline of a
/// decision. Only when it succeeds is the circuit closed; no decision is spent on trying.
/// </summary>
internal sealed class RespNode : IAsyncDisposable
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan GreatestPause = TimeSpan.FromMilliseconds(250);

    private readonly RedisOptions _options;
    private readonly Action<RespNode, ScriptConnectionState> _changed;
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _running;
    private volatile RespConnection? _connection;
    private volatile string _fault = "no connection was made yet";
    private int _state;

    /// <param name="endpoint">The server.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="changed">Hears of every change of <see cref="State"/>; must not throw or block.</param>
    public RespNode(RedisEndpoint endpoint, RedisOptions options, Action<RespNode, ScriptConnectionState> changed)
    {
        Endpoint = endpoint;
        _options = options;
        _changed = changed;
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    public RedisEndpoint Endpoint { get; }

    /// <summary>Down from the moment a connection ends, not from when that was noticed.</summary>
    public ScriptConnectionState State => _connection is { Ended.IsCompleted: true } ? ScriptConnectionState.Down : (ScriptConnectionState)Volatile.Read(ref _state);

    /// <summary>Why it is not up.</summary>
    public string Fault => _fault;

    /// <summary>Somebody has to change something before this server can be used.</summary>
    public bool IsRefused { get; private set; }

    public int InFlight => _connection?.InFlight ?? 0;

    /// <summary>Completes when the first attempt to connect has ended, whichever way.</summary>
    public Task Tried => _tried.Task;

    /// <summary>As <see cref="RespConnection.SendAsync"/>.</summary>
    public ValueTask<RespReply> SendAsync<TCommand>(in TCommand command, long due, bool asking = false)
        where TCommand : struct, IRespCommand =>
        _connection is { } connection
            ? connection.SendAsync(command, due, asking)
            : new ValueTask<RespReply>(RespReply.None(UnavailableReason.Disconnected, _fault));

    /// <summary>Gives the connection up and makes another: this one leads to a server that is not the right one any longer.</summary>
    public void Reconnect(string reason) => _connection?.End(reason);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = LeastPause;
        try
        {
            while (true)
            {
                if (await TryConnectAsync() is { } connection)
                {
                    var before = Environment.TickCount64;
                    await UseAsync(connection);

                    // What broke after it had served is tried again at once, what breaks again and again less and less often.
                    pause = Environment.TickCount64 - before > 1000 ? LeastPause : pause;
                }

                _tried.TrySetResult();
                await Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), _end.Token);
                pause = pause * 2 < GreatestPause ? pause * 2 : GreatestPause;
            }
        }
        catch (OperationCanceledException)
        {
            _tried.TrySetResult();
        }
    }

    private async Task<RespConnection?> TryConnectAsync()
    {
        var due = Stopwatch.GetTimestamp() + (long)(_options.ConnectDeadline.TotalSeconds * Stopwatch.Frequency);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        deadline.CancelAfter(_options.ConnectDeadline);
        RespConnection? connection = null;
        try
        {
            connection = new RespConnection(await RespSocket.OpenAsync(Endpoint, _options, deadline.Token), _options.InFlight);
            await RespHandshake.RunAsync(connection, _options, due);
            return connection;
        }
        catch (Exception fault)
        {
            var reason = connection?.Ended is { IsCompletedSuccessfully: true } ended ? await ended : ReasonOf(fault);
            connection?.End(reason);
            _end.Token.ThrowIfCancellationRequested();
            IsRefused = fault is AuthenticationException or RespRefusedException { IsPermanent: true };
            Become(ScriptConnectionState.Down, reason);
            return null;
        }
    }

    private static string ReasonOf(Exception fault) => fault switch
    {
        OperationCanceledException => "no connection in time",
        AuthenticationException => $"TLS: {fault.InnerException?.Message ?? fault.Message}",
        _ => fault.Message,
    };

    private async Task UseAsync(RespConnection connection)
    {
        _connection = connection;
        IsRefused = false;
        Become(ScriptConnectionState.Up, "");
        _tried.TrySetResult();
        try
        {
            var reason = await connection.Ended.WaitAsync(_end.Token);
            _connection = null;
            Become(ScriptConnectionState.Down, reason);
        }
        finally
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private void Become(ScriptConnectionState state, string fault)
    {
        _fault = fault;
        if (Interlocked.Exchange(ref _state, (int)state) != (int)state)
        {
            _changed(this, state);
        }
    }
}
