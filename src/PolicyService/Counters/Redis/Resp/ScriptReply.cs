namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>What a script's reply means to its caller.</summary>
internal static class ScriptReply
{
    public static bool IsUnknownScript(in RespReply reply) => reply.IsError("NOSCRIPT"u8);

    /// <summary>The server has become a replica, or belongs to a cluster in which it is not the one to ask.</summary>
    public static bool IsWrongServer(in RespReply reply) => reply.IsError("READONLY"u8) || reply.IsError("MASTERDOWN"u8);

    /// <summary>The bulk string; else throws as <see cref="IScriptConnection.RunAsync"/> says.</summary>
    public static byte[] Take(RedisScript script, in RespReply reply) => reply.Kind switch
    {
        RespKind.Bulk => reply.Bytes,
        RespKind.None => throw new StoreUnavailableException(reply.Missing, reply.Text),
        RespKind.Error when IsPassing(reply) => throw new StoreUnavailableException(UnavailableReason.Refused, reply.Text),
        RespKind.Error => throw new ScriptFaultException(script.Name, reply.Text),
        _ => throw new ScriptFaultException(script.Name, $"a reply of kind {reply.Kind}"),
    };

    /// <summary>The server is there and cannot run scripts now.</summary>
    public static bool IsPassing(in RespReply reply) =>
        IsWrongServer(reply) || IsUnknownScript(reply) || reply.IsError("LOADING"u8) || reply.IsError("BUSY"u8) || reply.IsError("UNKILLABLE"u8) || reply.IsError("CLUSTERDOWN"u8)
        || reply.IsError("TRYAGAIN"u8) || reply.IsError("MOVED"u8) || reply.IsError("ASK"u8) || reply.IsError("OOM"u8) || reply.IsError("MISCONF"u8) || reply.IsError("NOREPLICAS"u8);
}
