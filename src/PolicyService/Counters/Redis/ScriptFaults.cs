namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Why a script got no answer.</summary>
internal enum UnavailableReason : byte
{
    /// <summary>There is no connection, or it broke while the answer was awaited: the script may have run.</summary>
    Disconnected,

    /// <summary>No answer by the deadline: the script may run yet, unless it looks at the time itself.</summary>
    TimedOut,

    /// <summary>As many calls as may be are in flight already: the script was not sent.</summary>
    Overloaded,

    /// <summary>The server is there and cannot run scripts now (loading, read-only replica, cluster down, out of memory): the script was not run.</summary>
    Refused,
}

/// <summary>The store did not answer: each limit's outage rule decides.</summary>
internal sealed class StoreUnavailableException(UnavailableReason reason, string detail, Exception? inner = null) : Exception($"Redis: {detail}", inner)
{
    public UnavailableReason Reason => reason;
}

/// <summary>The server answered a script with an error that will not pass by itself: a key of another type, no permission, a script that is wrong.</summary>
internal sealed class ScriptFaultException(string script, string error) : Exception($"Redis answered the script {script}: {error}");
