using System.Buffers;
using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AiDesk.Bench.Transport;

/// <summary>The reference: a Kestrel handler without routing that reads and writes the same frames and parses nothing.</summary>
internal static class BareEcho
{
    private const int Prefix = 5;

    public static async Task UnaryAsync(HttpContext http)
    {
        http.Response.ContentType = "application/grpc";
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(CancellationToken.None);
            if (result.IsCompleted)
            {
                foreach (var segment in result.Buffer)
                {
                    http.Response.BodyWriter.Write(segment.Span);
                }

                reader.AdvanceTo(result.Buffer.End);
                break;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }

        End(http);
    }

    public static async Task ConverseAsync(HttpContext http)
    {
        http.Response.ContentType = "application/grpc";
        http.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        var reader = http.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(CancellationToken.None);
            var rest = result.Buffer;
            while (TryReadFrame(ref rest, out var frame))
            {
                foreach (var segment in frame)
                {
                    http.Response.BodyWriter.Write(segment.Span);
                }
            }

            reader.AdvanceTo(rest.Start, rest.End);
            if (result.IsCompleted)
            {
                break;
            }

            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }

        End(http);
    }

    private static bool TryReadFrame(ref ReadOnlySequence<byte> rest, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (rest.Length < Prefix)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[Prefix];
        rest.Slice(0, Prefix).CopyTo(prefix);
        var size = Prefix + BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (rest.Length < size)
        {
            return false;
        }

        frame = rest.Slice(0, size);
        rest = rest.Slice(size);
        return true;
    }

    private static void End(HttpContext http) => http.Features.Get<IHttpResponseTrailersFeature>()!.Trailers.GrpcStatus = "0";
}
