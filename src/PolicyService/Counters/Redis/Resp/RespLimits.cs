namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>What a server may do to us at most. A server that does more is not ours, or not in order: the connection is closed.</summary>
internal static class RespLimits
{
    /// <summary>Bytes of one reply: more than any of our scripts answers, and a cluster of a thousand nodes.</summary>
    public const int ReplyBytes = 1 << 20;

    /// <summary>Bytes of one line: a length, a number, a status, an error.</summary>
    public const int LineBytes = 16 * 1024;

    /// <summary>Arrays within arrays.</summary>
    public const int Depth = 8;

    /// <summary>Bytes that wait to be written. Beyond, a call is refused as one too many.</summary>
    public const int UnsentBytes = 16 << 20;

    /// <summary>Calls in a row that had no answer in time, after which the connection counts as dead.</summary>
    public const int TimeoutsInARow = 3;

    /// <summary>Nodes of a cluster.</summary>
    public const int Nodes = 1000;

    /// <summary>Redirections that one call follows.</summary>
    public const int Redirections = 3;
}
