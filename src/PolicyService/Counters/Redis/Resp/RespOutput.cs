namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>
/// What is to be written to a socket. While one write runs, what comes is gathered in a second buffer and goes out with the next: the busier, the fewer
/// writes. Used under the connection's lock.
/// </summary>
internal sealed class RespOutput
{
    private RespBuffer _unsent = new();
    private RespBuffer _sending = new();
    private bool _isSending;

    public bool IsFull => _unsent.Length > RespLimits.UnsentBytes;

    /// <summary>True when nobody writes: the caller is to do so now.</summary>
    public bool Add<TCommand>(in TCommand command, bool asking)
        where TCommand : struct, IRespCommand
    {
        if (asking)
        {
            new WordsCommand("ASKING").WriteTo(_unsent);
        }

        command.WriteTo(_unsent);
        var send = !_isSending;
        _isSending = true;
        return send;
    }

    /// <summary>What has gathered, to be written and then cleared; null when there is nothing, and whoever wrote is done.</summary>
    public RespBuffer? Take()
    {
        if (_unsent.Length == 0)
        {
            _isSending = false;
            return null;
        }

        (_unsent, _sending) = (_sending, _unsent);
        return _sending;
    }
}
