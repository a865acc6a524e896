using System.Net;
using Grpc.Wire;

namespace AiDesk.Tests.Fixtures;

/// <summary>A request made of plain bytes, sent in pieces, and what came back.</summary>
internal sealed record RawCall(int HttpStatus, string? GrpcStatus, string GrpcMessage, byte[] Body)
{
    public static HttpMessageInvoker NewConnection() => new(new SocketsHttpHandler { UseProxy = false });

    public static async Task<RawCall> SendAsync(
        HttpMessageInvoker http,
        string address,
        string path,
        IReadOnlyList<byte[]> chunks,
        string contentType = "application/grpc",
        IReadOnlyDictionary<string, string>? headers = null,
        string method = "POST",
        CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address + path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = method == "GET" ? null : new Pieces(chunks, contentType),
        };
        foreach (var (name, value) in headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var trailers = response.Headers.Contains(GrpcProtocol.StatusHeader) ? response.Headers : response.TrailingHeaders;
        return new RawCall((int)response.StatusCode, Find(trailers, GrpcProtocol.StatusHeader), Find(trailers, GrpcProtocol.MessageHeader) ?? string.Empty, body);
    }

    /// <summary>A message with its prefix.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> payload, byte flag = 0)
    {
        var frame = new byte[GrpcProtocol.FrameHeaderSize + payload.Length];
        frame[0] = flag;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame.AsSpan(GrpcProtocol.FrameHeaderSize));
        return frame;
    }

    private static string? Find(System.Net.Http.Headers.HttpHeaders headers, string name)
        => headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private sealed class Pieces : HttpContent
    {
        private readonly IReadOnlyList<byte[]> _chunks;

        public Pieces(IReadOnlyList<byte[]> chunks, string contentType)
        {
            _chunks = chunks;
            Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var chunk in _chunks)
            {
                await stream.WriteAsync(chunk);
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = -1;
            return false;
        }
    }
}
