using AiDesk.Tests.Fixtures;
using AiDesk.Transport;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace AiDesk.Tests.Server;

public sealed class HealthTests : IAsyncLifetime
{
    private EchoHost _host = null!;
    private Grpc.Net.Client.GrpcChannel _channel = null!;
    private Health.HealthClient _client = null!;

    private ServingState State => _host.Services.GetRequiredService<ServingState>();

    public async Task InitializeAsync()
    {
        _host = await EchoHost.StartAsync(services: services => services.AddGrpcHealth(), map: app => app.MapGrpcHealth());
        _channel = _host.Channel();
        _client = new Health.HealthClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Check_BeforeAndAfterSet_SaysWhatIsServed()
    {
        (await _client.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(Status.NotServing);
        State.Set(string.Empty, serving: true);
        State.Set("a.Service", serving: true);
        State.Set("b.Service", serving: false);

        (await _client.CheckAsync(new HealthCheckRequest())).Status.ShouldBe(Status.Serving);
        (await _client.CheckAsync(new HealthCheckRequest { Service = "a.Service" })).Status.ShouldBe(Status.Serving);
        (await _client.CheckAsync(new HealthCheckRequest { Service = "b.Service" })).Status.ShouldBe(Status.NotServing);
    }

    [Fact]
    public async Task Check_UnknownService_IsNotFound()
        => (await Should.ThrowAsync<RpcException>(_client.CheckAsync(new HealthCheckRequest { Service = "no.Such" }).ResponseAsync))
            .StatusCode.ShouldBe(StatusCode.NotFound);

    [Fact]
    public async Task Watch_Changes_AreToldAndShutdownEndsTheStream()
    {
        using var watch = _client.Watch(new HealthCheckRequest { Service = "a.Service" });
        (await NextAsync(watch)).ShouldBe(Status.ServiceUnknown);
        State.Set("a.Service", serving: true);
        (await NextAsync(watch)).ShouldBe(Status.Serving);
        State.Set("other.Service", serving: true);
        State.Set("a.Service", serving: false);
        (await NextAsync(watch)).ShouldBe(Status.NotServing);
        State.Set("a.Service", serving: true);
        (await NextAsync(watch)).ShouldBe(Status.Serving);

        var stopping = _host.StopAsync();

        (await NextAsync(watch)).ShouldBe(Status.NotServing);
        (await Should.ThrowAsync<RpcException>(watch.ResponseStream.MoveNext(CancellationToken.None))).StatusCode.ShouldBe(StatusCode.Unavailable);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private static async Task<Status> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        (await watch.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        return watch.ResponseStream.Current.Status;
    }
}
