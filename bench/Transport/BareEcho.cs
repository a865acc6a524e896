using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AiDesk.Bench.Transport;

/// <summary>The reference: a Kestrel handler without routing that reads and writes the same frames and parses nothing.</summary>
internal static class BareEcho
{
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
            foreach (var segment in result.Buffer)
            {
                http.Response.BodyWriter.Write(segment.Span);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }

            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }

        End(http);
    }

    private static void End(HttpContext http) => http.Features.Get<IHttpResponseTrailersFeature>()!.Trailers.GrpcStatus = "0";
}
