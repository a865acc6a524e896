using Grpc.Core;

namespace AiDesk.Interop.Server;

/// <summary>Echoes the two keys of the custom_metadata case.</summary>
internal static class EchoedMetadata
{
    public const string InitialKey = "x-grpc-test-echo-initial";
    public const string TrailingKey = "x-grpc-test-echo-trailing-bin";

    public static async Task SendAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.Get(TrailingKey) is { } trailing)
        {
            context.ResponseTrailers.Add(trailing);
        }

        if (context.RequestHeaders.Get(InitialKey) is { } initial)
        {
            await context.WriteResponseHeadersAsync([initial]);
        }
    }
}
