namespace AiDesk.Transport;

/// <summary>Limits of a gRPC server that the official options do not have.</summary>
public sealed class GrpcTransportOptions
{
    /// <summary>
    /// For how long a peer may leave a message half sent, or may not take what is sent to it, before its call is ended; default 60 s.
    /// Between messages a stream may rest for as long as it likes.
    /// </summary>
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Calls in progress on one connection, 1 or more; default 200. More wait in the client.</summary>
    public int MaxStreamsPerConnection { get; set; } = 200;

    /// <summary>Connections at one time, 1 or more; default 1,000. More are refused.</summary>
    public long MaxConnections { get; set; } = 1000;

    /// <summary>All request headers of a call, in bytes; default 32 KiB.</summary>
    public int MaxHeadersSize { get; set; } = 32 * 1024;

    /// <summary>A connection that has been silent for this long is pinged; default 30 s.</summary>
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A ping that is not answered in this time ends the connection; default 20 s.</summary>
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
