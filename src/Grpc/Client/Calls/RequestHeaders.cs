using System.Globalization;
using System.Net;
using Grpc.Core;
using Grpc.Net.Compression;
using Grpc.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>Makes the HTTP request of an attempt.</summary>
internal static class RequestHeaders
{
    private const string UserAgent = "grpc-dotnet-aidesk/0.1";

    public static HttpRequestMessage Create(
        GrpcChannel channel, IMethod method, string? host, CallClock clock, ICompressionProvider? encoding, int failedAttempts)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, channel.PathOf(method.FullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation("TE", "trailers");
        headers.TryAddWithoutValidation(GrpcProtocol.AcceptEncodingHeader, channel.Encodings.Accepted);
        if (!string.IsNullOrEmpty(host))
        {
            headers.Host = host;
        }

        if (encoding is not null)
        {
            headers.TryAddWithoutValidation(GrpcProtocol.EncodingHeader, encoding.EncodingName);
        }

        if (clock.Remaining is { } remaining)
        {
            headers.TryAddWithoutValidation(GrpcProtocol.TimeoutHeader, GrpcTimeout.Format(remaining));
        }

        if (failedAttempts > 0)
        {
            headers.TryAddWithoutValidation(GrpcProtocol.PreviousAttemptsHeader, failedAttempts.ToString(CultureInfo.InvariantCulture));
        }

        return request;
    }

    public static void Add(HttpRequestMessage request, Metadata? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        foreach (var entry in metadata)
        {
            if (entry.Key == Metadata.CompressionRequestAlgorithmMetadataKey)
            {
                continue;
            }

            if (MetadataHeaders.IsReserved(entry.Key) || !MetadataHeaders.CanSend(entry))
            {
                throw new RpcException(new Status(StatusCode.Internal, $"The metadata '{entry.Key}' cannot be sent."));
            }

            if (string.Equals(entry.Key, "user-agent", StringComparison.Ordinal))
            {
                request.Headers.Remove("User-Agent");
            }

            request.Headers.TryAddWithoutValidation(entry.Key, MetadataHeaders.ValueOf(entry));
        }
    }
}
