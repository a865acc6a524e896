using System.Diagnostics;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>
/// One socket, shared by all callers: commands go out in the order in which they were written, replies come back in the same order. It ends once and for
/// all with the first fault, and whoever waits then hears so at once.
/// </summary>
internal sealed class RespConnection : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly int _limit;
    private readonly PendingReplies _pending = new();
    private readonly RespOutput _output = new();
    private readonly DeadlineSweep _sweep;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _fault;

    /// <param name="stream">Open; the connection's own from now on.</param>
    /// <param name="limit">Calls that may wait for their reply.</param>
    public RespConnection(Stream stream, int limit)
    {
        _stream = stream;
        _limit = limit;
        _sweep = new DeadlineSweep(GiveUp);
        new ReplyReading(stream, this).Start();
    }

    /// <summary>Completes with the reason when the connection ends.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Calls that were sent and not answered, also those that nobody waits for any longer.</summary>
    public int InFlight => _pending.Count;

    /// <summary>Never throws: without a reply it answers <see cref="RespKind.None"/>. The command is written before this returns.</summary>
    /// <param name="command">Written at once, or not at all.</param>
    /// <param name="due"><see cref="Stopwatch"/> time until which the caller waits.</param>
    /// <param name="asking">With ASKING before it.</param>
    public ValueTask<RespReply> SendAsync<TCommand>(in TCommand command, long due, bool asking = false)
        where TCommand : struct, IRespCommand
    {
        ValueTask<RespReply> reply;
        bool send;
        lock (_gate)
        {
            if (_fault is not null)
            {
                return new ValueTask<RespReply>(RespReply.None(UnavailableReason.Disconnected, _fault));
            }

            if (_pending.Count >= _limit || _output.IsFull)
            {
                return new ValueTask<RespReply>(RespReply.None(UnavailableReason.Overloaded, $"{_pending.Count} calls are in flight already"));
            }

            if (asking)
            {
                _pending.Add().BeginUnheard();
            }

            send = _output.Add(command, asking);
            var pending = _pending.Add();
            pending.Begin(due);
            reply = pending.Task;
            _sweep.Start();
        }

        if (send)
        {
            _ = WriteAsync();
        }

        return reply;
    }

    /// <summary>The call whose reply has come; null when none waits. Throws <see cref="ObjectDisposedException"/> when the connection has ended.</summary>
    public PendingReply? Take(out bool isLast)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_fault is not null, this);
            return _pending.Take(out isLast);
        }
    }

    /// <summary>Ends the connection.</summary>
    public void End(string reason)
    {
        lock (_gate)
        {
            if (_fault is not null)
            {
                return;
            }

            _fault = reason;
        }

        // From here nothing is added and nobody else takes from the queue: Take asks for the fault first.
        _ended.TrySetResult(reason);
        _sweep.Dispose();
        _stream.Dispose();
        while (_pending.Take(out _) is { } pending)
        {
            pending.Settle(RespReply.None(UnavailableReason.Disconnected, reason), inline: false);
            pending.Leave();
        }
    }

    public ValueTask DisposeAsync()
    {
        End("it was closed");
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync()
    {
        try
        {
            while (TakeUnsent() is { } bytes)
            {
                await _stream.WriteAsync(bytes.Written);
                bytes.Clear();
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            End(fault.Message);
        }
    }

    private RespBuffer? TakeUnsent()
    {
        lock (_gate)
        {
            return _fault is null ? _output.Take() : null;
        }
    }

    /// <summary>Tells callers whose time is over. When several in a row heard nothing the connection is dead, whatever the socket says.</summary>
    /// <param name="moment"><see cref="Stopwatch"/> time: whose time was over then.</param>
    /// <param name="isStarved">The process had no time to read: that says nothing of the server.</param>
    private void GiveUp(long moment, bool isStarved)
    {
        List<PendingReply>? late;
        var inARow = 0;
        lock (_gate)
        {
            if (_fault is not null)
            {
                return;
            }

            late = _pending.Late(moment);
            if (_pending.Count == 0)
            {
                _sweep.Stop();
            }

            if (late is not null && !isStarved)
            {
                inARow = _pending.AddTimeouts(late.Count);
            }
        }

        foreach (var pending in late ?? [])
        {
            pending.Settle(RespReply.None(UnavailableReason.TimedOut, "no answer in time"), inline: false);
        }

        if (inARow >= RespLimits.TimeoutsInARow)
        {
            End($"no answer in time, {inARow} calls in a row");
        }
    }
}
