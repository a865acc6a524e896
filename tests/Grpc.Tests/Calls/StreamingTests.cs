using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Grpc.Core;

namespace AiDesk.Tests.Calls;

public sealed class StreamingTests : IAsyncLifetime
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
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task Repeat_Count_AllArriveInOrder(int count)
    {
        using var call = _client.Repeat(new EchoRequest { Text = "x", Count = count });

        var received = new List<int>();
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            received.Add(response.Count);
        }

        received.ShouldBe(Enumerable.Range(0, count));
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000)]
    public async Task Collect_Count_AllArriveInOrder(int count)
    {
        using var call = _client.Collect();
        for (var i = 0; i < count; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i % 10}" });
        }

        await call.RequestStream.CompleteAsync();

        var response = await call;
        (response.Count, response.Text).ShouldBe((count, string.Concat(Enumerable.Range(0, count).Select(i => $"{i % 10}"))));
    }

    [Fact]
    public async Task Converse_PingPong_EachAnsweredBeforeTheNext()
    {
        using var call = _client.Converse();
        for (var i = 0; i < 200; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Count = i });
            (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
            call.ResponseStream.Current.Count.ShouldBe(i);
        }

        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Converse_LargeMessagesBothWays_FlowControlHolds()
    {
        var payload = Google.Protobuf.ByteString.CopyFrom(new byte[700_000]);
        using var call = _client.Converse();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await call.RequestStream.WriteAsync(new EchoRequest { Count = i, Payload = payload });
            }

            await call.RequestStream.CompleteAsync();
        });

        var count = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            response.Payload.Length.ShouldBe(payload.Length);
            response.Count.ShouldBe(count++);
        }

        await writing;
        count.ShouldBe(20);
    }

    [Fact]
    public async Task Converse_EmptyStream_EndsWell()
    {
        using var call = _client.Converse();
        await call.RequestStream.CompleteAsync();

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
    }

    [Fact]
    public async Task Converse_CancelledAfterFirstResponse_BothSidesEnd()
    {
        using var cancellation = new CancellationTokenSource();
        using var call = _client.Converse(cancellationToken: cancellation.Token);
        await call.RequestStream.WriteAsync(new EchoRequest());
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();

        await cancellation.CancelAsync();

        (await Should.ThrowAsync<RpcException>(call.ResponseStream.MoveNext(CancellationToken.None))).StatusCode.ShouldBe(StatusCode.Cancelled);
        await Eventually.True(() => _host.Counter.Inside == 0);
    }

    [Fact]
    public async Task Converse_DisposedWithoutReading_ServerMethodEnds()
    {
        var call = _client.Converse();
        await call.RequestStream.WriteAsync(new EchoRequest());
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();

        call.Dispose();

        await Eventually.True(() => _host.Counter.Inside == 0);
    }

    [Fact]
    public async Task Repeat_DeadlinePassesInsideTheStream_IsDeadlineExceeded()
    {
        await _client.UnaryAsync(new EchoRequest());
        using var call = _client.Repeat(new EchoRequest { Count = 3, Behaviour = Behaviours.Hang }, deadline: DateTime.UtcNow.AddSeconds(2));

        var received = 0;
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            await foreach (var _ in call.ResponseStream.ReadAllAsync())
            {
                received++;
            }
        });

        (received, error.StatusCode).ShouldBe((3, StatusCode.DeadlineExceeded));
        await Eventually.True(() => _host.Counter.Inside == 0);
    }

    [Fact]
    public async Task Repeat_RefusedAfterMessages_MessagesThenStatusAndTrailers()
    {
        using var call = _client.Repeat(new EchoRequest { Count = 5, Text = "sorry", Behaviour = Behaviours.Refuse });

        var received = 0;
        var error = await Should.ThrowAsync<RpcException>(async () =>
        {
            await foreach (var _ in call.ResponseStream.ReadAllAsync())
            {
                received++;
            }
        });

        (received, error.StatusCode, error.Trailers.GetValue("why")).ShouldBe((5, (StatusCode)5, "because"));
    }

    [Fact]
    public async Task Collect_ServerRefusesEarly_WriterIsToldTheStatus()
    {
        using var call = _client.Collect();
        await call.RequestStream.WriteAsync(new EchoRequest { Behaviour = Behaviours.Refuse, Count = (int)StatusCode.NotFound });

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.NotFound);
        (await Should.ThrowAsync<RpcException>(() => call.RequestStream.WriteAsync(new EchoRequest()))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
