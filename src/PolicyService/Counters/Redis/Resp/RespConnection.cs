using System.Diagnostics;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>
/// One socket, shared by all callers: commands go out in the order in which they were written, replies come back in the same order. It ends once and for
/// all with the first fault, and whoever waits then hears so at once.
/// </summary>
internal sealed class RespConnection : IAsyncDisposable
{
    /// <summary>How often is looked for callers that have waited long enough: what a deadline can be late by.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly int _limit;
    private readonly Queue<PendingReply> _waiting = new();
    private readonly Stack<PendingReply> _spare = new();
    private readonly Timer _sweep;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RespBuffer _unsent = new();
    private RespBuffer _sending = new();
    private bool _isSending;
    private bool _isSweeping;
    private long _sweptAt;
    private int _timeouts;
    private string? _fault;

    /// <param name="stream">Open; the connection's own from now on.</param>
    /// <param name="limit">Calls that may wait for their reply.</param>
    public RespConnection(Stream stream, int limit)
    {
        _stream = stream;
        _limit = limit;
        _sweep = new Timer(static connection => ((RespConnection)connection!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var reader = new RespReader(stream);
        _ = ReadAsync(reader, reader.FillAsync());
    }

    /// <summary>Completes with the reason when the connection ends.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Calls that were sent and not answered, also those that nobody waits for any longer.</summary>
    public int InFlight => _waiting.Count;

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

            if (_waiting.Count >= _limit || _unsent.Length > RespLimits.UnsentBytes)
            {
                return new ValueTask<RespReply>(RespReply.None(UnavailableReason.Overloaded, $"{_waiting.Count} calls are in flight already"));
            }

            if (asking)
            {
                Rent().BeginUnheard();
                new WordsCommand("ASKING").WriteTo(_unsent);
            }

            command.WriteTo(_unsent);
            var pending = Rent();
            pending.Begin(due);
            reply = pending.Task;
            send = !_isSending;
            _isSending = true;
            StartSweep();
        }

        if (send)
        {
            _ = WriteAsync();
        }

        return reply;
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
        while (_waiting.TryDequeue(out var pending))
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

    private PendingReply Rent()
    {
        PendingReply? pending;
        lock (_spare)
        {
            _spare.TryPop(out pending);
        }

        pending ??= new PendingReply(_spare);
        _waiting.Enqueue(pending);
        return pending;
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
            if (_unsent.Length == 0 || _fault is not null)
            {
                _isSending = false;
                return null;
            }

            (_unsent, _sending) = (_sending, _unsent);
            return _sending;
        }
    }

    /// <summary>
    /// Settles what comes. When only one call waits, its caller goes on in this thread, since a thread's change would cost it more than the call itself; the
    /// reading has been handed on by then, so that nobody's reply waits for what that caller does.
    /// </summary>
#pragma warning disable CA2012 // Each filling is awaited once: here, or by the one to whom it is handed.
    private async Task ReadAsync(RespReader reader, ValueTask<bool> filling)
    {
        PendingReply? only = null;
        RespReply itsReply = default;
        try
        {
            while (only is null && await filling)
            {
                while (reader.TryRead(out var reply))
                {
                    var pending = Take(out var isLast) ?? throw new RespProtocolException("a reply came that nobody asked for");
                    if (isLast && reader.IsEmpty)
                    {
                        (only, itsReply) = (pending, reply);
                        break;
                    }

                    Settle(pending, reply, inline: false);
                }

                filling = reader.FillAsync();
                if (only is not null && filling.IsCompleted)
                {
                    Settle(only, itsReply, inline: false);
                    only = null;
                }
            }

            if (only is null)
            {
                End("the server closed it");
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or RespProtocolException)
        {
            End(fault.Message);
        }

        if (only is not null)
        {
            _ = ReadAsync(reader, filling);
            Settle(only, itsReply, inline: true);
        }
    }
#pragma warning restore CA2012

    private static void Settle(PendingReply pending, in RespReply reply, bool inline)
    {
        pending.Settle(reply, inline);
        pending.Leave();
    }

    private PendingReply? Take(out bool isLast)
    {
        lock (_gate)
        {
            PendingReply? pending = null;
            if (_fault is not null)
            {
                throw new ObjectDisposedException(nameof(RespConnection));
            }

            _waiting.TryDequeue(out pending);
            isLast = _waiting.Count == 0;
            _timeouts = 0;
            return pending;
        }
    }

    private void StartSweep()
    {
        if (!_isSweeping)
        {
            _isSweeping = true;
            _sweptAt = Stopwatch.GetTimestamp();
            _sweep.Change(SweepInterval, SweepInterval);
        }
    }

    /// <summary>Tells callers whose time is over. When several in a row heard nothing the connection is dead, whatever the socket says.</summary>
    private void Sweep()
    {
        List<PendingReply>? late = null;
        var inARow = 0;
        lock (_gate)
        {
            if (_fault is not null)
            {
                return;
            }

            var now = Stopwatch.GetTimestamp();
            foreach (var pending in _waiting)
            {
                if (pending.Due <= now && !pending.IsSettled)
                {
                    (late ??= []).Add(pending);
                }
            }

            if (_waiting.Count == 0)
            {
                _isSweeping = false;
                _sweep.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            // When this comes late itself, the process had no time to read: that says nothing of the server.
            var isStarved = Stopwatch.GetElapsedTime(_sweptAt, now) > 4 * SweepInterval;
            _sweptAt = now;
            if (late is not null && !isStarved)
            {
                inARow = _timeouts += late.Count;
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
