namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>
/// Reads replies and hands each to the call that waits for it, for as long as a connection lasts. A loop over continuations, because an asynchronous method
/// could not be handed on from thread to thread without allocating at every turn.
/// </summary>
internal sealed class ReplyReading
{
    private readonly RespReader _reader;
    private readonly RespConnection _connection;
    private readonly Action _goOn;
    private ValueTask<bool> _filling;

    public ReplyReading(Stream stream, RespConnection connection)
    {
        _reader = new RespReader(stream);
        _connection = connection;
        _goOn = GoOn;
    }

#pragma warning disable CA2012, VSTHRD002 // Each filling's result is taken once, by the one thread that goes on, when it is complete.
    public void Start()
    {
        _filling = _reader.FillAsync();
        Wait();
    }

    private void Wait()
    {
        if (_filling.IsCompleted)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static reading => reading.GoOn(), this, preferLocal: false);
        }
        else
        {
            _filling.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_goOn);
        }
    }

    /// <summary>
    /// Settles what has come. When only one call waits, its caller goes on in this thread, since a thread's change would cost it more than the call itself; the
    /// reading has been handed on by then, so that nobody's reply waits for what that caller does.
    /// </summary>
    private void GoOn()
    {
        PendingReply? only = null;
        RespReply itsReply = default;
        try
        {
            do
            {
                if (!_filling.GetAwaiter().GetResult())
                {
                    _connection.End("the server closed it");
                    return;
                }

                only = SettleAllButTheLast(out itsReply);
                _filling = _reader.FillAsync();
                if (only is not null && _filling.IsCompleted)
                {
                    Settle(only, itsReply, inline: false);
                    only = null;
                }
            }
            while (_filling.IsCompleted);

            // From here another thread may be where this one was.
            _filling.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_goOn);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or RespProtocolException)
        {
            _connection.End(fault.Message);
        }

        if (only is not null)
        {
            Settle(only, itsReply, inline: true);
        }
    }
#pragma warning restore CA2012, VSTHRD002

    /// <summary>The one call that waits, when no other does and nothing else has come; else null.</summary>
    private PendingReply? SettleAllButTheLast(out RespReply itsReply)
    {
        while (_reader.TryRead(out itsReply))
        {
            var pending = _connection.Take(out var isLast) ?? throw new RespProtocolException("a reply came that nobody asked for");
            if (isLast && _reader.IsEmpty)
            {
                return pending;
            }

            Settle(pending, itsReply, inline: false);
        }

        return null;
    }

    private static void Settle(PendingReply pending, in RespReply reply, bool inline)
    {
        pending.Settle(reply, inline);
        pending.Leave();
    }
}
