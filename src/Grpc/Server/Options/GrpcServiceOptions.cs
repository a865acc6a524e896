using System.IO.Compression;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>How calls are served; for all services, or (<see cref="GrpcServiceOptions{TService}"/>) for one.</summary>
public class GrpcServiceOptions
{
    private int? _maxSend = GrpcProtocol.DefaultMaxMessageSize;
    private int? _maxReceive = GrpcProtocol.DefaultMaxMessageSize;

    /// <summary>The largest message sent, in bytes; default 4 MiB; null for no limit.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSend;
        set
        {
            _maxSend = value;
            IsMaxSendSet = true;
        }
    }

    /// <summary>The largest message received, in bytes after inflating; default 4 MiB; null for no limit.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceive;
        set
        {
            _maxReceive = value;
            IsMaxReceiveSet = true;
        }
    }

    /// <summary>Whether clients see the text of exceptions that methods throw; default false.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>The message encodings; gzip unless set.</summary>
    public IList<ICompressionProvider> CompressionProviders { get; set; } = [];

    /// <summary>The encoding of responses to clients that accept it; null for none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Run in order around each call.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    /// <summary>Whether paths of unknown services are left to the rest of the application instead of being answered with UNIMPLEMENTED.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    internal bool IsMaxSendSet { get; private set; }

    internal bool IsMaxReceiveSet { get; private set; }
}

/// <summary>Options for one service; what is set here goes before what is set for all, and its interceptors run after those.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}
