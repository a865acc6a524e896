using System.IO.Compression;
using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using AiDesk.Transport;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Tests.Server;

public sealed class LimitTests
{
    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    public async Task Server_CompressedBomb_StopsAtTheInflatedSize(string method)
    {
        await using var host = await EchoHost.StartAsync(options => options.MaxReceiveMessageSize = 100_000);
        using var http = RawCall.NewConnection();
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < 50; i++)
            {
                gzip.Write(new byte[1_000_000]);
            }
        }

        compressed.Length.ShouldBeLessThan(100_000);
        var before = GC.GetTotalAllocatedBytes();
        var answer = await RawCall.SendAsync(
            http,
            host.Address,
            $"/aidesk.test.Echo/{method}",
            [RawCall.Frame(compressed.ToArray(), flag: 1)],
            headers: new Dictionary<string, string>(StringComparer.Ordinal) { ["grpc-encoding"] = "gzip" });

        answer.GrpcStatus.ShouldBe("8");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(20_000_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gzip_BothWays_TextComesBack(bool clientCompresses)
    {
        await using var host = await EchoHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        using var channel = host.Channel();
        var headers = clientCompresses ? new Metadata { { "grpc-internal-encoding-request", "gzip" } } : null;
        var text = new string('x', 50_000);

        (await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Text = text }, headers)).Text.ShouldBe(text);
        (await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest(), headers)).Text.ShouldBe(string.Empty);
    }

    [Fact]
    public async Task Server_ResponseOverTheLimit_IsResourceExhausted()
    {
        await using var host = await EchoHost.StartAsync(options => options.MaxSendMessageSize = 1000);
        using var channel = host.Channel();

        var error = await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Text = new string('x', 2000) }).ResponseAsync);

        error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Client_RequestOrResponseOverItsLimits_IsResourceExhausted()
    {
        await using var host = await EchoHost.StartAsync();
        using var sending = host.Channel(new GrpcChannelOptions { MaxSendMessageSize = 100 });
        using var receiving = host.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = 100 });
        foreach (var channel in new[] { sending, receiving })
        {
            var error = await Should.ThrowAsync<RpcException>(
                new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Text = new string('x', 2000) }).ResponseAsync);

            error.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        }
    }

    [Fact]
    public async Task Server_NoLimit_TakesLargerThanTheDefault()
    {
        await using var host = await EchoHost.StartAsync(options =>
        {
            options.MaxReceiveMessageSize = null;
            options.MaxSendMessageSize = null;
        });
        using var channel = host.Channel(new GrpcChannelOptions { MaxReceiveMessageSize = null });
        var payload = ByteString.CopyFrom(new byte[9_000_000]);

        (await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Payload = payload })).Payload.Length.ShouldBe(payload.Length);
    }

    [Fact]
    public async Task Client_MoreCallsThanStreamsPerConnection_AllAreServed()
    {
        await using var host = await EchoHost.StartAsync(transport: new GrpcTransportOptions { MaxStreamsPerConnection = 5 });
        using var channel = host.Channel();
        var client = new Echo.EchoClient(channel);
        using var cancellation = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 40)
            .Select(_ => client.UnaryAsync(new EchoRequest { Behaviour = Behaviours.Hang }, cancellationToken: cancellation.Token).ResponseAsync)
            .ToArray();

        // Each hangs inside of the method at the same time, so more than one connection must be open.
        await Eventually.True(() => host.Counter.Inside == 40);
        await cancellation.CancelAsync();

        foreach (var call in calls)
        {
            (await Should.ThrowAsync<RpcException>(call)).StatusCode.ShouldBe(StatusCode.Cancelled);
        }
    }

    [Fact]
    public async Task Server_HeadersOverTheLimit_AreRefusedAndTheServerGoesOn()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.Channel();
        var client = new Echo.EchoClient(channel);

        (await client.UnaryAsync(new EchoRequest { Text = "a" }, new Metadata { { "x-large", new string('a', 20_000) } })).Text.ShouldBe("a");
        await Should.ThrowAsync<RpcException>(client.UnaryAsync(new EchoRequest(), new Metadata { { "x-large", new string('a', 40_000) } }).ResponseAsync);
        (await client.UnaryAsync(new EchoRequest { Text = "b" })).Text.ShouldBe("b");
    }

    [Fact]
    public async Task Server_PeerStallsInsideAMessage_CallEndsAfterTheStallTimeout()
    {
        await using var host = await EchoHost.StartAsync(transport: new GrpcTransportOptions { StallTimeout = TimeSpan.FromMilliseconds(200) });
        using var http = RawCall.NewConnection();
        foreach (var method in new[] { "Unary", "Collect", "Converse", "Repeat" })
        {
            using var stalled = new StalledRequest(host.Address, $"/aidesk.test.Echo/{method}", [0, 0, 0, 0, 9, 1, 2]);

            (await stalled.StatusAsync(http)).ShouldBe("1");
        }

        await Eventually.True(() => host.Counter.Inside == 0);
    }

    [Fact]
    public async Task Server_PeerDoesNotRead_MethodEndsAfterTheStallTimeout()
    {
        await using var host = await EchoHost.StartAsync(transport: new GrpcTransportOptions { StallTimeout = TimeSpan.FromMilliseconds(200) });
        using var channel = host.Channel();
        using var call = new Echo.EchoClient(channel).Repeat(new EchoRequest { Count = 1_000_000, Payload = ByteString.CopyFrom(new byte[10_000]) });
        await call.ResponseHeadersAsync;
        await Eventually.True(() => host.Counter.Entered == 1);

        await Eventually.True(() => host.Counter.Inside == 0);
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("Collect")]
    [InlineData("Repeat")]
    public async Task Server_PeerDoesNotTakeTheEnd_RequestEndsAfterTheStallTimeout(string method)
    {
        await using var host = await EchoHost.StartAsync(transport: new GrpcTransportOptions { StallTimeout = TimeSpan.FromMilliseconds(200) });
        using var active = new ActiveRequests(host.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());
        using var http = RawCall.NewConnection();
        var large = RawCall.Frame(new EchoRequest { Text = new string('x', 3_000_000), Payload = ByteString.CopyFrom(new byte[500_000]), Count = 1 }.ToByteArray());
        var request = new HttpRequestMessage(HttpMethod.Post, $"{host.Address}/aidesk.test.Echo/{method}")
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(large),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

        using var response = await http.SendAsync(request, CancellationToken.None);

        await Eventually.True(() => host.Counter is { Entered: 1, Inside: 0 });
        await Eventually.True(() => active.Count == 0);
        await Should.ThrowAsync<HttpRequestException>(response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Server_IdleStream_OutlivesTheStallTimeout()
    {
        await using var host = await EchoHost.StartAsync(transport: new GrpcTransportOptions { StallTimeout = TimeSpan.FromMilliseconds(50) });
        using var channel = host.Channel();
        using var call = new Echo.EchoClient(channel).Converse();
        await call.RequestStream.WriteAsync(new EchoRequest());
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        using var idle = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        await idle.WaitForNextTickAsync();

        await call.RequestStream.WriteAsync(new EchoRequest { Text = "still" });

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        call.ResponseStream.Current.Text.ShouldBe("still");
    }
}
