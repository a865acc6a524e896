using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Tests.Server;

public sealed class InterceptorTests
{
    [Theory]
    [InlineData("unary")]
    [InlineData("client")]
    [InlineData("server")]
    [InlineData("duplex")]
    public async Task Server_TwoInterceptors_RunInOrderAroundEveryKind(string kind)
    {
        var trail = new Trail();
        await using var host = await EchoHost.StartAsync(
            options =>
            {
                options.Interceptors.Add<Recording>("outer");
                options.Interceptors.Add<Recording>("inner");
            },
            services => services.AddSingleton(trail));
        using var channel = host.Channel();

        await CallAsync(new Echo.EchoClient(channel), kind);

        trail.Entries.ShouldBe([$"outer {kind}", $"inner {kind}", $"inner {kind} end", $"outer {kind} end"]);
    }

    [Fact]
    public async Task Server_InterceptorRefuses_MethodIsNotEntered()
    {
        await using var host = await EchoHost.StartAsync(options => options.Interceptors.Add<Refusing>());
        using var channel = host.Channel();

        var error = await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).ResponseAsync);

        (error.StatusCode, host.Counter.Entered).ShouldBe((StatusCode.Unauthenticated, 0));
    }

    [Theory]
    [InlineData("unary")]
    [InlineData("client")]
    [InlineData("server")]
    [InlineData("duplex")]
    public async Task Client_Interceptors_RunInOrderBeforeTheCall(string kind)
    {
        var trail = new Trail();
        await using var host = await EchoHost.StartAsync();
        using var channel = host.Channel();
        var invoker = channel.Intercept(new Recording(trail, "first"), new Recording(trail, "second"));

        await CallAsync(new Echo.EchoClient(invoker), kind);

        trail.Entries.ShouldBe([$"first {kind}", $"second {kind}"]);
    }

    [Fact]
    public async Task Client_HeaderInterceptor_AddsMetadata()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.Channel();
        var client = new Echo.EchoClient(channel.Intercept(headers =>
        {
            headers.Add("x-added", "yes");
            return headers;
        }));

        using var call = client.UnaryAsync(new EchoRequest { Behaviour = Behaviours.Metadata });
        await call;

        call.GetTrailers().GetValue("x-added").ShouldBe("yes");
    }

    private static async Task CallAsync(Echo.EchoClient client, string kind)
    {
        switch (kind)
        {
            case "unary":
                await client.UnaryAsync(new EchoRequest());
                break;
            case "server":
                using (var call = client.Repeat(new EchoRequest { Count = 1 }))
                {
                    await call.ResponseStream.ReadAllAsync().CountAsync();
                }

                break;
            case "client":
                using (var call = client.Collect())
                {
                    await call.RequestStream.CompleteAsync();
                    await call;
                }

                break;
            default:
                using (var call = client.Converse())
                {
                    await call.RequestStream.CompleteAsync();
                    await call.ResponseStream.ReadAllAsync().CountAsync();
                }

                break;
        }
    }

    internal sealed class Trail
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _entries = new();

        public string[] Entries => [.. _entries];

        public void Add(string entry) => _entries.Enqueue(entry);
    }

    private sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
            => throw new RpcException(new Status(StatusCode.Unauthenticated, "no token"));
    }

    internal sealed class Recording(Trail trail, string name) : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            using var _ = Enter("unary");
            return await continuation(request, context);
        }

        public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            using var _ = Enter("client");
            return await continuation(requestStream, context);
        }

        public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            using var _ = Enter("server");
            await continuation(request, responseStream, context);
        }

        public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            using var _ = Enter("duplex");
            await continuation(requestStream, responseStream, context);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            trail.Add($"{name} unary");
            return continuation(request, context);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trail.Add($"{name} client");
            return continuation(context);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trail.Add($"{name} server");
            return continuation(request, context);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trail.Add($"{name} duplex");
            return continuation(context);
        }

        private Leaving Enter(string kind)
        {
            trail.Add($"{name} {kind}");
            return new Leaving(trail, $"{name} {kind} end");
        }

        private sealed class Leaving(Trail trail, string entry) : IDisposable
        {
            public void Dispose() => trail.Add(entry);
        }
    }
}
