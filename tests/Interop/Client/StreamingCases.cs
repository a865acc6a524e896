using AiDesk.Interop.Contract;
using Google.Protobuf;
using Grpc.Core;

namespace AiDesk.Interop.Client;

/// <summary>The cases with streams.</summary>
internal sealed class StreamingCases(ChannelBase channel, SeenEncodings seen)
{
    private static readonly int[] RequestSizes = [27_182, 8, 1_828, 45_904];
    private static readonly int[] ResponseSizes = [31_415, 9, 2_653, 58_979];

    private readonly TestService.TestServiceClient _client = new(channel);

    public async Task ClientStreaming()
    {
        using var call = _client.StreamingInputCall();
        await SendAllAsync(call, RequestSizes);
        Expect.Equal(RequestSizes.Sum(), (await call).AggregatedPayloadSize, "aggregated size");
    }

    public async Task ClientCompressedStreaming(bool serverChecks)
    {
        if (serverChecks)
        {
            using var probe = _client.StreamingInputCall();
            await probe.RequestStream.WriteAsync(new StreamingInputCallRequest { ExpectCompressed = new BoolValue { Value = true }, Payload = Zeros(9) });
            await Expect.StatusAsync(StatusCode.InvalidArgument, () => probe.ResponseAsync);
        }

        using var call = _client.StreamingInputCall(UnaryCases.Gzip());
        await call.RequestStream.WriteAsync(new StreamingInputCallRequest { ExpectCompressed = new BoolValue { Value = true }, Payload = Zeros(27_182) });
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(45_904) });
        await call.RequestStream.CompleteAsync();
        Expect.Equal(73_086, (await call).AggregatedPayloadSize, "aggregated size");
    }

    public async Task ServerStreaming()
    {
        using var call = _client.StreamingOutputCall(Ask(ResponseSizes));
        await ExpectSizesAsync(call.ResponseStream, ResponseSizes);
    }

    public async Task ServerCompressedStreaming(bool serverCompresses)
    {
        var request = Ask(31_415, 92_653);
        request.ResponseParameters[0].Compressed = new BoolValue { Value = true };
        request.ResponseParameters[1].Compressed = new BoolValue { Value = false };
        using var call = _client.StreamingOutputCall(request);
        await ExpectSizesAsync(call.ResponseStream, 31_415, 92_653);
        Expect.Equal(serverCompresses ? "gzip" : "identity", seen.Last, "grpc-encoding");
    }

    public async Task PingPong()
    {
        using var call = _client.FullDuplexCall();
        for (var i = 0; i < RequestSizes.Length; i++)
        {
            var request = Ask(ResponseSizes[i]);
            request.Payload = Zeros(RequestSizes[i]);
            await call.RequestStream.WriteAsync(request);
            Expect.Equal(true, await call.ResponseStream.MoveNext(), "a response");
            Expect.Equal(ResponseSizes[i], call.ResponseStream.Current.Payload.Body.Length, "response size");
        }

        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext(), "another response");
    }

    public async Task EmptyStream()
    {
        using var call = _client.FullDuplexCall();
        await call.RequestStream.CompleteAsync();
        Expect.Equal(false, await call.ResponseStream.MoveNext(), "a response");
        Expect.Equal(StatusCode.OK, call.GetStatus().StatusCode, "status");
    }

    public async Task CancelAfterBegin()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _client.StreamingInputCall(cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        await Expect.StatusAsync(StatusCode.Cancelled, () => call.ResponseAsync);
    }

    public async Task CancelAfterFirstResponse()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _client.FullDuplexCall(cancellationToken: cancellation.Token);
        var request = Ask(31_415);
        request.Payload = Zeros(27_182);
        await call.RequestStream.WriteAsync(request);
        Expect.Equal(true, await call.ResponseStream.MoveNext(), "a response");
        await cancellation.CancelAsync();
        await Expect.StatusAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext());
    }

    public async Task TimeoutOnSleepingServer()
    {
        using var call = _client.FullDuplexCall(deadline: DateTime.UtcNow.AddMilliseconds(1));
        await Expect.StatusAsync(StatusCode.DeadlineExceeded, async () =>
        {
            try
            {
                var request = Ask(31_415);
                request.ResponseParameters[0].IntervalUs = 100_000;
                await call.RequestStream.WriteAsync(request);
            }
            catch (InvalidOperationException)
            {
                // The deadline may pass before the write: then the read says so.
            }

            await call.ResponseStream.MoveNext();
        });
    }

    internal static StreamingOutputCallRequest Ask(params int[] sizes)
        => new() { ResponseParameters = { sizes.Select(size => new ResponseParameters { Size = size }) } };

    private static async Task SendAllAsync(AsyncClientStreamingCall<StreamingInputCallRequest, StreamingInputCallResponse> call, int[] sizes)
    {
        foreach (var size in sizes)
        {
            await call.RequestStream.WriteAsync(new StreamingInputCallRequest { Payload = Zeros(size) });
        }

        await call.RequestStream.CompleteAsync();
    }

    private static async Task ExpectSizesAsync(IAsyncStreamReader<StreamingOutputCallResponse> responses, params int[] sizes)
    {
        foreach (var size in sizes)
        {
            Expect.Equal(true, await responses.MoveNext(), "a response");
            Expect.Equal(size, responses.Current.Payload.Body.Length, "response size");
        }

        Expect.Equal(false, await responses.MoveNext(), "another response");
    }

    private static Payload Zeros(int size) => new() { Body = ByteString.CopyFrom(new byte[size]) };
}
