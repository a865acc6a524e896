using Grpc.Net.Client;

namespace AiDesk.Interop.Client;

/// <summary>Runs every case against a server and prints a line for each: its name, then <c>ok</c> or what went wrong.</summary>
internal static class ClientCommand
{
    /// <param name="port">The server's, on loopback.</param>
    /// <param name="abilities">What the server can do about compression.</param>
    public static async Task RunAsync(int port, string[] abilities)
    {
        var checksRequests = abilities.Contains("checks-requests");
        var compressesResponses = abilities.Contains("compresses-responses");
        using var seen = new SeenEncodings();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new GrpcChannelOptions { HttpHandler = seen });
        var unary = new UnaryCases(channel, seen);
        var streaming = new StreamingCases(channel, seen);
        (string Name, Func<Task> Run)[] cases =
        [
            ("empty_unary", unary.EmptyUnary),
            ("large_unary", unary.LargeUnary),
            ("client_compressed_unary", () => unary.ClientCompressedUnary(checksRequests)),
            ("server_compressed_unary", () => unary.ServerCompressedUnary(compressesResponses)),
            ("client_streaming", streaming.ClientStreaming),
            ("client_compressed_streaming", () => streaming.ClientCompressedStreaming(checksRequests)),
            ("server_streaming", streaming.ServerStreaming),
            ("server_compressed_streaming", () => streaming.ServerCompressedStreaming(compressesResponses)),
            ("ping_pong", streaming.PingPong),
            ("empty_stream", streaming.EmptyStream),
            ("custom_metadata", unary.CustomMetadata),
            ("status_code_and_message", unary.StatusCodeAndMessage),
            ("special_status_message", unary.SpecialStatusMessage),
            ("unimplemented_method", unary.UnimplementedMethod),
            ("unimplemented_service", unary.UnimplementedService),
            ("cancel_after_begin", streaming.CancelAfterBegin),
            ("cancel_after_first_response", streaming.CancelAfterFirstResponse),
            ("timeout_on_sleeping_server", streaming.TimeoutOnSleepingServer),
        ];
        foreach (var (name, run) in cases)
        {
            Console.WriteLine($"{name} {await OutcomeAsync(run)}");
        }
    }

    private static async Task<string> OutcomeAsync(Func<Task> run)
    {
        try
        {
            await run().WaitAsync(TimeSpan.FromSeconds(20));
            return "ok";
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name}: {e.Message}".ReplaceLineEndings(" ");
        }
    }
}
