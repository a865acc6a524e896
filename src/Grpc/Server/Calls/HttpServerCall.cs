using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.Server;

/// <summary>One call on Kestrel: what the method sees of it, and how it is read, answered and ended.</summary>
internal sealed partial class HttpServerCall(HttpContext http, ServiceSettings settings, IMethod method) : ServerCallContext
{
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _authContext;

    public HttpContext Http { get; } = http;

    public ServiceSettings Settings { get; } = settings;

    /// <summary>As in the path, also when a subclass or proxy changed it.</summary>
    protected override string MethodCore => method.FullName;

    protected override string HostCore => Http.Request.Host.Value ?? string.Empty;

    protected override string PeerCore => PeerAddress.Of(Http.Connection);

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders();

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Grpc.Core.Status StatusCore { get; set; } = Grpc.Core.Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= PeerCertificate.ToAuthContext(Http.Connection.ClientCertificate);

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options)
        => new ServerCallPropagation(options ?? ContextPropagationOptions.Default, Deadline, CancellationToken);

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (Http.Response.HasStarted)
        {
            throw new InvalidOperationException("Response headers can only be sent once per call, before the first message.");
        }

        foreach (var entry in responseHeaders)
        {
            if (MetadataHeaders.IsReserved(entry.Key) || !MetadataHeaders.CanSend(entry))
            {
                throw new ArgumentException($"The header '{entry.Key}' cannot be sent.", nameof(responseHeaders));
            }
        }

        lock (Gate)
        {
            CheckRunning();
            foreach (var entry in responseHeaders)
            {
                Http.Response.Headers.Append(entry.Key, MetadataHeaders.ValueOf(entry));
            }

            return FlushBodyAsync();
        }
    }

    private Metadata ReadHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in Http.Request.Headers)
        {
            if (MetadataHeaders.IsReserved(name.ToLowerInvariant()))
            {
                continue;
            }

            foreach (var value in values)
            {
                MetadataHeaders.AddReceived(metadata, name.ToLowerInvariant(), value ?? string.Empty);
            }
        }

        return metadata;
    }

    private async Task FlushBodyAsync()
    {
        _batch?.Commit();
        var result = await Http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("The client has gone.");
        }
    }

    private IHeaderDictionary Trailers
        => Http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers
            ?? throw new InvalidOperationException("This server does not support trailers.");
}
