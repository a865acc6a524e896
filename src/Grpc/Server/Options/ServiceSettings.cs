using System.IO.Compression;
using AiDesk.Transport;
using Grpc.AspNetCore.Server;
using Grpc.Net.Compression;
using Grpc.Wire;
using Microsoft.Extensions.Logging;

namespace Grpc.Server;

/// <summary>The options of one service, resolved once when it is mapped.</summary>
internal sealed class ServiceSettings
{
    public ServiceSettings(GrpcServiceOptions all, GrpcServiceOptions own, GrpcTransportOptions transport, ILogger logger)
    {
        MaxSend = own.IsMaxSendSet ? own.MaxSendMessageSize : all.MaxSendMessageSize;
        MaxReceive = own.IsMaxReceiveSet ? own.MaxReceiveMessageSize : all.MaxReceiveMessageSize;
        DetailedErrors = own.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false;
        ResponseEncoding = own.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        ResponseLevel = own.ResponseCompressionLevel ?? all.ResponseCompressionLevel;
        Interceptors = [.. all.Interceptors, .. own.Interceptors];
        Encodings = new MessageEncodings([.. own.CompressionProviders, .. all.CompressionProviders, .. MessageEncodings.DefaultProviders]);
        StallTimeout = transport.StallTimeout;
        Logger = logger;
        if (!Encodings.TryGet(ResponseEncoding, out var provider))
        {
            throw new InvalidOperationException($"ResponseCompressionAlgorithm names '{ResponseEncoding}', which no compression provider offers.");
        }

        ResponseProvider = provider;
    }

    public int? MaxSend { get; }

    public int? MaxReceive { get; }

    public bool DetailedErrors { get; }

    public string? ResponseEncoding { get; }

    public ICompressionProvider? ResponseProvider { get; }

    public CompressionLevel? ResponseLevel { get; }

    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }

    public MessageEncodings Encodings { get; }

    public TimeSpan StallTimeout { get; }

    public ILogger Logger { get; }
}
