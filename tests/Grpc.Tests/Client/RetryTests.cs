using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Tests.Client;

public sealed class RetryTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public async Task Unary_FailsSomeTimes_SucceedsInTheEnd(int failures, int attempts)
    {
        var flaky = new Flaky(failures);
        await using var host = await StartAsync(flaky);
        using var channel = host.Channel(Retrying());

        (await new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Text = "x" })).Text.ShouldBe("x");

        flaky.PreviousAttempts.ShouldBe(Enumerable.Range(0, attempts).Select(i => i == 0 ? null : $"{i}"));
    }

    [Fact]
    public async Task Unary_FailsMoreOftenThanAttempts_IsTheLastStatus()
    {
        var flaky = new Flaky(100);
        await using var host = await StartAsync(flaky);
        using var channel = host.Channel(Retrying());

        var error = await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).ResponseAsync);

        (error.StatusCode, flaky.PreviousAttempts.Length).ShouldBe((StatusCode.Unavailable, 4));
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, null, 1)]
    [InlineData(StatusCode.Unavailable, "-1", 1)]
    [InlineData(StatusCode.Unavailable, "soon", 1)]
    [InlineData(StatusCode.Unavailable, "0", 4)]
    public async Task Unary_StatusAndPushback_DecideOnRetries(StatusCode code, string? pushback, int attempts)
    {
        var flaky = new Flaky(100, code, pushback);
        await using var host = await StartAsync(flaky);
        using var channel = host.Channel(Retrying());

        (await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).ResponseAsync)).StatusCode.ShouldBe(code);

        flaky.PreviousAttempts.Length.ShouldBe(attempts);
    }

    [Fact]
    public async Task Streams_FailOnce_AreReplayedWhole()
    {
        var flaky = new Flaky(1, afterRequests: 2);
        await using var host = await StartAsync(flaky);
        using var channel = host.Channel(Retrying());
        using var call = new Echo.EchoClient(channel).Collect();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text });
        }

        await call.RequestStream.CompleteAsync();

        (await call).Text.ShouldBe("abc");
        flaky.PreviousAttempts.ShouldBe([null, "1"]);
    }

    [Fact]
    public async Task Throttle_ManyFailures_StopsRetries()
    {
        var flaky = new Flaky(1000);
        await using var host = await StartAsync(flaky);
        var options = Retrying();
        options.ServiceConfig!.RetryThrottling = new RetryThrottlingPolicy { MaxTokens = 4, TokenRatio = 0.1 };
        using var channel = host.Channel(options);
        for (var i = 0; i < 5; i++)
        {
            await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).ResponseAsync);
        }

        // The first call takes two tokens and stops at half; each of the others makes its one attempt.
        flaky.PreviousAttempts.Length.ShouldBe(6);
    }

    [Fact]
    public async Task WaitForReady_ServerStartsLater_CallSucceeds()
    {
        await using var first = await EchoHost.StartAsync();
        var port = new Uri(first.Address).Port;
        await first.DisposeAsync();
        using var channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{port}", new GrpcChannelOptions { InitialReconnectBackoff = TimeSpan.FromMilliseconds(20) });
        var client = new Echo.EchoClient(channel);
        var options = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(30));

        (await Should.ThrowAsync<RpcException>(client.UnaryAsync(new EchoRequest(), options).ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unavailable);
        var waiting = client.UnaryAsync(new EchoRequest { Text = "late" }, options.WithWaitForReady());
        waiting.ResponseAsync.IsCompleted.ShouldBeFalse();
        await using var second = await EchoHost.StartAsync(port: port);

        (await waiting).Text.ShouldBe("late");
    }

    [Fact]
    public async Task WaitForReady_DeadlinePasses_IsDeadlineExceeded()
    {
        await using var host = await EchoHost.StartAsync();
        await host.DisposeAsync();
        using var channel = GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { InitialReconnectBackoff = TimeSpan.FromMilliseconds(20) });
        var options = new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(150)).WithWaitForReady();

        (await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest(), options).ResponseAsync))
            .StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
    }

    private static Task<EchoHost> StartAsync(Flaky flaky)
        => EchoHost.StartAsync(options => options.Interceptors.Add<Flaky>(), services => services.AddSingleton(flaky));

    private static GrpcChannelOptions Retrying() => new()
    {
        ServiceConfig = new ServiceConfig
        {
            MethodConfigs =
            {
                new MethodConfig
                {
                    Names = { MethodName.Default },
                    RetryPolicy = new RetryPolicy
                    {
                        MaxAttempts = 4,
                        InitialBackoff = TimeSpan.FromMilliseconds(1),
                        MaxBackoff = TimeSpan.FromMilliseconds(5),
                        BackoffMultiplier = 2,
                        RetryableStatusCodes = { StatusCode.Unavailable },
                    },
                },
            },
        },
    };

    /// <summary>Refuses the first calls, and notes how many attempts each says that it had before.</summary>
    internal sealed class Flaky(int failures, StatusCode code = StatusCode.Unavailable, string? pushback = null, int afterRequests = 0) : Interceptor
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string?> _attempts = new();

        public string?[] PreviousAttempts => [.. _attempts];

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Refuse(context);
            return continuation(request, context);
        }

        public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            for (var i = 0; i < afterRequests && _attempts.Count < failures; i++)
            {
                await requestStream.MoveNext(context.CancellationToken);
            }

            Refuse(context);
            return await continuation(requestStream, context);
        }

        private void Refuse(ServerCallContext context)
        {
            _attempts.Enqueue(context.RequestHeaders.GetValue("grpc-previous-rpc-attempts"));
            if (_attempts.Count <= failures)
            {
                var trailers = new Metadata();
                if (pushback is not null)
                {
                    trailers.Add("grpc-retry-pushback-ms", pushback);
                }

                throw new RpcException(new Status(code, "flaky"), trailers);
            }
        }
    }
}
