using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Grpc.Core;
using Grpc.Net.Client;

namespace AiDesk.Tests.Client;

public sealed class CredentialTests
{
    [Theory]
    [InlineData(true, "token for Unary")]
    [InlineData(false, null)]
    public async Task CallCredentials_WithoutTls_AreSentOnlyWhenAllowed(bool allowed, string? expected)
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.Channel(new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = allowed });
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("x-token", $"token for {context.MethodName}");
            return Task.CompletedTask;
        });

        using var call = new Echo.EchoClient(channel).UnaryAsync(
            new EchoRequest { Behaviour = Behaviours.Metadata }, new CallOptions(credentials: credentials));
        await call;

        call.GetTrailers().GetValue("x-token").ShouldBe(expected);
    }

    [Fact]
    public async Task CallCredentials_Throw_CallFailsWithTheirStatus()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.Channel(new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        var credentials = CallCredentials.FromInterceptor((_, _) => throw new RpcException(new Status(StatusCode.Unauthenticated, "no token")));

        var error = await Should.ThrowAsync<RpcException>(
            new Echo.EchoClient(channel).UnaryAsync(new EchoRequest(), new CallOptions(credentials: credentials)).ResponseAsync);

        (error.StatusCode, host.Counter.Entered).ShouldBe((StatusCode.Unauthenticated, 0));
    }

    [Fact]
    public void Channel_SchemeAndCredentialsDisagree_IsRefused()
        => Should.Throw<InvalidOperationException>(
            () => GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));

    [Fact]
    public async Task Channel_Disposed_RunningCallsEnd()
    {
        await using var host = await EchoHost.StartAsync();
        var channel = host.Channel();
        var call = new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Behaviour = Behaviours.Hang });
        await Eventually.True(() => host.Counter.Inside == 1);

        channel.Dispose();

        (await Should.ThrowAsync<RpcException>(call.ResponseAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await Eventually.True(() => host.Counter.Inside == 0);
        Should.Throw<ObjectDisposedException>(() => new Echo.EchoClient(channel));
    }

    [Fact]
    public async Task Call_CancelledBeforeStart_IsCancelledWithoutReachingTheServer()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.Channel();

        var error = await Should.ThrowAsync<RpcException>(
            new Echo.EchoClient(channel).UnaryAsync(new EchoRequest(), cancellationToken: new CancellationToken(canceled: true)).ResponseAsync);

        (error.StatusCode, host.Counter.Entered).ShouldBe((StatusCode.Cancelled, 0));
    }
}
