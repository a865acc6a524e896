namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>Calls that were sent, in the order in which their replies will come. Used under the connection's lock, but for <see cref="Count"/>.</summary>
internal sealed class PendingReplies
{
    private readonly Queue<PendingReply> _waiting = new();
    private readonly Stack<PendingReply> _spare = new();
    private int _timeouts;

    /// <summary>Also those that nobody waits for any longer.</summary>
    public int Count => _waiting.Count;

    public PendingReply Add()
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

    /// <summary>The call whose reply has come; null when none waits.</summary>
    public PendingReply? Take(out bool isLast)
    {
        _waiting.TryDequeue(out var pending);
        isLast = _waiting.Count == 0;
        _timeouts = 0;
        return pending;
    }

    /// <summary>Calls whose time was over at a moment (<see cref="System.Diagnostics.Stopwatch"/>) and whose callers have not heard; null when there are none.</summary>
    public List<PendingReply>? Late(long moment)
    {
        List<PendingReply>? late = null;
        foreach (var pending in _waiting)
        {
            if (pending.Due <= moment && !pending.IsSettled)
            {
                (late ??= []).Add(pending);
            }
        }

        return late;
    }

    /// <summary>How many had no answer in time since the last reply, with these.</summary>
    public int AddTimeouts(int more) => _timeouts += more;
}
