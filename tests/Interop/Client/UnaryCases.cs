using AiDesk.Interop.Contract;
using AiDesk.Interop.Server;
using Google.Protobuf;
using Grpc.Core;

namespace AiDesk.Interop.Client;

/// <summary>The cases with one request and one response.</summary>
internal sealed class UnaryCases(ChannelBase channel, SeenEncodings seen)
{
    private const int RequestSize = 271_828;
    private const int ResponseSize = 314_159;

    private readonly TestService.TestServiceClient _client = new(channel);

    public async Task EmptyUnary() => Expect.Equal(new Empty(), await _client.EmptyCallAsync(new Empty()), "response");

    public async Task LargeUnary() => Expect.Equal(ResponseSize, (await _client.UnaryCallAsync(Large())).Payload.Body.Length, "response size");

    /// <summary>What the server makes of an uncompressed message that claims to be compressed is tried first, where the server can tell.</summary>
    public async Task ClientCompressedUnary(bool serverChecks)
    {
        var request = Large();
        request.ExpectCompressed = new BoolValue { Value = true };
        if (serverChecks)
        {
            await Expect.StatusAsync(StatusCode.InvalidArgument, () => _client.UnaryCallAsync(request).ResponseAsync);
        }

        var response = await _client.UnaryCallAsync(request, Gzip());
        Expect.Equal(ResponseSize, response.Payload.Body.Length, "response size");
        request.ExpectCompressed.Value = false;
        Expect.Equal(ResponseSize, (await _client.UnaryCallAsync(request)).Payload.Body.Length, "response size");
    }

    public async Task ServerCompressedUnary(bool serverCompresses)
    {
        var request = Large();
        request.ResponseCompressed = new BoolValue { Value = true };
        Expect.Equal(ResponseSize, (await _client.UnaryCallAsync(request)).Payload.Body.Length, "response size");
        Expect.Equal(serverCompresses ? "gzip" : "identity", seen.Last, "grpc-encoding");
        request.ResponseCompressed.Value = false;
        Expect.Equal(ResponseSize, (await _client.UnaryCallAsync(request)).Payload.Body.Length, "response size");
    }

    public async Task CustomMetadata()
    {
        byte[] bytes = [0xAB, 0xAB, 0xAB];
        var headers = new Metadata { { EchoedMetadata.InitialKey, "test_initial_metadata_value" }, { EchoedMetadata.TrailingKey, bytes } };
        using var call = _client.UnaryCallAsync(Large(), headers);
        Expect.Equal("test_initial_metadata_value", (await call.ResponseHeadersAsync).GetValue(EchoedMetadata.InitialKey), "header");
        await call;
        Expect.Equal("ABABAB", Convert.ToHexString(call.GetTrailers().GetValueBytes(EchoedMetadata.TrailingKey) ?? []), "trailer");

        using var stream = new TestService.TestServiceClient(channel).FullDuplexCall(headers);
        await stream.RequestStream.WriteAsync(StreamingCases.Ask(ResponseSize));
        Expect.Equal("test_initial_metadata_value", (await stream.ResponseHeadersAsync).GetValue(EchoedMetadata.InitialKey), "header of the stream");
        await stream.RequestStream.CompleteAsync();
        Expect.Equal(1, await stream.ResponseStream.ReadAllAsync().CountAsync(), "responses");
        Expect.Equal("ABABAB", Convert.ToHexString(stream.GetTrailers().GetValueBytes(EchoedMetadata.TrailingKey) ?? []), "trailer of the stream");
    }

    public async Task StatusCodeAndMessage()
    {
        var status = new EchoStatus { Code = 2, Message = "test status message" };
        var unary = await Expect.StatusAsync(
            StatusCode.Unknown, () => _client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }).ResponseAsync);
        Expect.Equal(status.Message, unary.Status.Detail, "message");
        using var call = _client.FullDuplexCall();
        await call.RequestStream.WriteAsync(new StreamingOutputCallRequest { ResponseStatus = status });
        var stream = await Expect.StatusAsync(StatusCode.Unknown, () => call.ResponseStream.MoveNext());
        Expect.Equal(status.Message, stream.Status.Detail, "message of the stream");
    }

    public async Task SpecialStatusMessage()
    {
        var status = new EchoStatus { Code = 2, Message = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n" };
        var error = await Expect.StatusAsync(
            StatusCode.Unknown, () => _client.UnaryCallAsync(new SimpleRequest { ResponseStatus = status }).ResponseAsync);
        Expect.Equal(status.Message, error.Status.Detail, "message");
    }

    public Task UnimplementedMethod() => Expect.StatusAsync(StatusCode.Unimplemented, () => _client.UnimplementedCallAsync(new Empty()).ResponseAsync);

    public Task UnimplementedService()
        => Expect.StatusAsync(
            StatusCode.Unimplemented,
            () => new Contract.UnimplementedService.UnimplementedServiceClient(channel).UnimplementedCallAsync(new Empty()).ResponseAsync);

    internal static Metadata Gzip() => new() { { "grpc-internal-encoding-request", "gzip" } };

    private static SimpleRequest Large() => new()
    {
        ResponseSize = ResponseSize,
        Payload = new Payload { Body = ByteString.CopyFrom(new byte[RequestSize]) },
    };
}
