using AiDesk.Tests.Contract;
using AiDesk.Tests.Fixtures;
using Grpc.Core;

namespace AiDesk.Tests.Server;

public sealed class EndingTests
{
    [Fact]
    public async Task Deadline_MethodIsDeaf_ClientIsAnsweredByTheServerAtOnce()
    {
        await using var host = await EchoHost.StartAsync();
        using var http = RawCall.NewConnection();
        var request = RawCall.Frame(Google.Protobuf.MessageExtensions.ToByteArray(new EchoRequest { Behaviour = Behaviours.IgnoreDeadline }));

        var answer = await RawCall.SendAsync(
            http,
            host.Address,
            "/aidesk.test.Echo/Unary",
            [request],
            headers: new Dictionary<string, string>(StringComparer.Ordinal) { ["grpc-timeout"] = "50m" });

        (answer.GrpcStatus, host.Counter.Inside).ShouldBe(("4", 1));
        Behaviours.DeafTo.SetResult();
        await Eventually.True(() => host.Counter.Inside == 0);
    }

    [Fact]
    public async Task Status_SetByTheMethod_ArrivesWithoutException()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.Channel();
        var request = new EchoRequest { Behaviour = Behaviours.SetStatus, Count = (int)StatusCode.OutOfRange, Text = "set" };

        var error = await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(request).ResponseAsync);

        (error.StatusCode, error.Status.Detail).ShouldBe((StatusCode.OutOfRange, "set"));
    }

    [Fact]
    public async Task DetailedErrors_On_NamesTheException()
    {
        await using var host = await EchoHost.StartAsync(options => options.EnableDetailedErrors = true);
        using var channel = host.Channel();

        var error = await Should.ThrowAsync<RpcException>(
            new Echo.EchoClient(channel).UnaryAsync(new EchoRequest { Behaviour = Behaviours.Throw }).ResponseAsync);

        (error.StatusCode, error.Status.Detail).ShouldBe((StatusCode.Unknown, "Exception was thrown by handler. InvalidOperationException: secret detail"));
    }

    [Fact]
    public async Task Shutdown_CallsInFlight_AreFinished()
    {
        await using var host = await EchoHost.StartAsync();
        using var channel = host.Channel();
        using var call = new Echo.EchoClient(channel).Converse();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "before" });
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();

        var stopping = host.StopAsync();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "after" });

        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        call.ResponseStream.Current.Text.ShouldBe("after");
        await call.RequestStream.CompleteAsync();
        (await call.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        call.GetStatus().StatusCode.ShouldBe(StatusCode.OK);
        await stopping;
        await Should.ThrowAsync<RpcException>(new Echo.EchoClient(channel).UnaryAsync(new EchoRequest()).ResponseAsync);
    }
}
