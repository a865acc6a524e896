using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Google.Rpc;
using Grpc.Core;

namespace AiDesk.Tests.Calls;

public sealed class UnaryTests : IAsyncLifetime
{
    private EchoHost _host = null!;
    private Grpc.Net.Client.GrpcChannel _channel = null!;
    private Echo.EchoClient _client = null!;

    public async Task InitializeAsync()
    {
        _host = await EchoHost.StartAsync();
        _channel = _host.Channel();
        _client = new Echo.EchoClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("ñandú 你好 👋 \0 end")]
    public async Task Unary_AnyText_ComesBackUnchanged(string text)
        => (await _client.UnaryAsync(new EchoRequest { Text = text, Count = 7 })).ShouldBe(new EchoResponse { Text = text, Count = 7 });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(100_000)]
    [InlineData(4_194_000)]
    public async Task Unary_PayloadOfAnySize_ComesBackUnchanged(int size)
    {
        var payload = new byte[size];
        new Random(size).NextBytes(payload);

        var response = await _client.UnaryAsync(new EchoRequest { Payload = Google.Protobuf.ByteString.CopyFrom(payload) });

        response.Payload.ToByteArray().ShouldBe(payload);
    }

    [Fact]
    public void BlockingUnary_Echo_Answers() => _client.Unary(new EchoRequest { Text = "x" }).Text.ShouldBe("x");

    [Fact]
    public async Task Unary_MethodThrows_IsUnknownWithoutDetail()
    {
        var error = await Should.ThrowAsync<RpcException>(_client.UnaryAsync(new EchoRequest { Behaviour = Behaviours.Throw }).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.Unknown);
        error.Status.Detail.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(StatusCode.NotFound, "no such thing")]
    [InlineData(StatusCode.DataLoss, "100 % ünïcode\n\t“quoted”")]
    [InlineData(StatusCode.Unauthenticated, "")]
    public async Task Unary_MethodRefuses_StatusMessageAndTrailersArrive(StatusCode code, string message)
    {
        var request = new EchoRequest { Behaviour = Behaviours.Refuse, Count = (int)code, Text = message };

        var error = await Should.ThrowAsync<RpcException>(_client.UnaryAsync(request).ResponseAsync);

        (error.StatusCode, error.Status.Detail).ShouldBe((code, message));
        error.Trailers.GetValue("why").ShouldBe("because");
    }

    [Fact]
    public async Task Unary_RichError_DetailsArrive()
    {
        var error = await Should.ThrowAsync<RpcException>(_client.UnaryAsync(new EchoRequest { Behaviour = Behaviours.RichError }).ResponseAsync);

        var status = error.GetRpcStatus().ShouldNotBeNull();
        status.Code.ShouldBe((int)StatusCode.FailedPrecondition);
        status.GetDetail<ErrorInfo>().ShouldNotBeNull().Reason.ShouldBe("BECAUSE");
    }

    [Fact]
    public async Task Unary_MetadataBothKinds_EchoedAsHeadersAndTrailers()
    {
        var headers = new Metadata { { "x-text", "value" }, { "x-bytes-bin", [0, 1, 255] }, { "x-text", "second" } };

        using var call = _client.UnaryAsync(new EchoRequest { Behaviour = Behaviours.Metadata }, headers);
        var received = await call.ResponseHeadersAsync;
        await call.ResponseAsync;

        foreach (var metadata in new[] { received, call.GetTrailers() })
        {
            // HTTP allows lines of one name to be joined on the way, and the framework's client joins them.
            string.Join(", ", metadata.GetAll("x-text").Select(entry => entry.Value)).ShouldBe("value, second");
            metadata.GetValueBytes("x-bytes-bin").ShouldBe([0, 1, 255]);
        }
    }

    [Fact]
    public async Task Unary_DeadlinePasses_IsDeadlineExceededAndTheMethodIsTold()
    {
        var error = await Should.ThrowAsync<RpcException>(
            _client.UnaryAsync(new EchoRequest { Behaviour = Behaviours.Hang }, deadline: DateTime.UtcNow.AddMilliseconds(50)).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await Eventually.True(() => _host.Counter.Inside == 0);
    }

    [Fact]
    public async Task Unary_ClientCancels_IsCancelledAndTheMethodIsTold()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _client.UnaryAsync(new EchoRequest { Behaviour = Behaviours.Hang }, cancellationToken: cancellation.Token);
        await Eventually.True(() => _host.Counter.Inside == 1);

        await cancellation.CancelAsync();

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await Eventually.True(() => _host.Counter.Inside == 0);
    }
}
