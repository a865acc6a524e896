using AiDesk.Identity;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Tests.Admin;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using static AiDesk.Policy.Service.Tests.Streams.HoldingCounterStore;

namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>How a stream of checks ends: what was read is answered first, whatever ends it but the caller's going.</summary>
public sealed class CheckStreamEndTests
{
    private readonly HoldingCounterStore _counters = new(TimeProvider.System);

    [Fact]
    public async Task Close_ChecksInFlight_AllAreAnsweredAndThenItEnds()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);

        await stream.SendAsync(Enumerable.Range(0, 20).Select(number => CheckStreamCall.Input("c-" + (number % 10), Held + number)));
        await stream.CompleteAsync();
        await _counters.HasAskedAsync(10);
        _counters.ReleaseAll();
        await _counters.HasAskedAsync(20);
        _counters.ReleaseAll();

        (await stream.RestAsync()).Count.ShouldBe(20);
    }

    [Fact]
    public async Task Close_AtOnce_EndsWithoutAnAnswer()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);

        (await stream.EndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancel_ChecksInFlight_StopAndAreNotRecorded()
    {
        await using var service = await StartAsync();
        using var cancel = new CancellationTokenSource();
        using var stream = CheckStreamCall.Open(service, new CallOptions(service.Token(), cancellationToken: cancel.Token));
        await stream.SendAsync(Enumerable.Range(0, 9).Select(number => CheckStreamCall.Input("c-" + (number % 3), Held + number)));
        await _counters.HasAskedAsync(3);

        await cancel.CancelAsync();

        (await Should.ThrowAsync<RpcException>(stream.RestAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await NoneInFlightAsync(service);
        var other = await service.SayAsync("Where is my order?");
        (await service.RecordsAsync("decision")).ShouldHaveSingleItem().GetProperty("decision_id").GetString().ShouldBe(other.DecisionId);
    }

    [Fact]
    public async Task Connection_IsLost_TheStreamLeavesItsPlaces()
    {
        await using var service = await StartAsync();
        using (var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress(service.GrpcAddress))
        {
            using var call = new PolicyService.PolicyServiceClient(channel).CheckStream(service.Token());
            await call.RequestStream.WriteAsync(CheckStreamCall.Input("a", Held + 1));
            await _counters.HasAskedAsync(1);
        }

        await NoneInFlightAsync(service);
    }

    [Fact]
    public async Task Deadline_WhileChecksWait_EndsTheStream()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service, new CallOptions(service.Token(), deadline: DateTime.UtcNow.AddSeconds(2)));
        await stream.SendAsync(CheckStreamCall.Input("a", Held + 1));

        (await Should.ThrowAsync<RpcException>(stream.RestAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await NoneInFlightAsync(service);
    }

    [Fact]
    public async Task Token_ExpiresMeanwhile_EndsUnauthenticatedBehindWhatWasRead()
    {
        var clock = new MovableClock();
        await using var service = await StartAsync(clock);
        using var stream = CheckStreamCall.Open(service);
        await stream.SendAsync(CheckStreamCall.Input("a", Held + 1));
        await _counters.HasAskedAsync(1);
        clock.Ahead = TimeSpan.FromDays(1);
        await stream.SendAsync(CheckStreamCall.Input("b"));
        _counters.ReleaseAll();

        (await stream.ReadAsync(1))[0].CorrelationId.ShouldBe("a");
        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_EXPIRED", "", stream.RestAsync);
    }

    [Fact]
    public async Task Silence_LongerThanAllowed_EndsTheStream()
    {
        var clock = new ManualClock();
        await using var service = await StartAsync(clock);
        using var stream = CheckStreamCall.Open(service);
        await stream.SendAsync(CheckStreamCall.Input("a"));
        await stream.ReadAsync(1);
        var ended = RpcFault.ExpectAsync(StatusCode.DeadlineExceeded, "STREAM_IDLE", "", stream.RestAsync);

        // The clock stands still but for this: whenever the service waits, it has waited too long.
        while (!ended.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(61));
            for (var i = 0; i < 1_000 && !ended.IsCompleted; i++)
            {
                await Task.Yield();
            }
        }

        await ended;
    }

    [Fact]
    public async Task Stop_CheckInFlight_IsAnsweredAndThenTheStreamIsUnavailable()
    {
        await using var service = await StartAsync(settings: options => options with { Shutdown = TimeSpan.FromSeconds(8) });
        using var stream = CheckStreamCall.Open(service);
        await stream.SendAsync(CheckStreamCall.Input("a", Held + 1));
        await _counters.HasAskedAsync(1);

        var ending = service.EndAsync(CancellationToken.None);
        _counters.ReleaseAll();

        (await stream.ReadAsync(1))[0].CheckInput.Decision.Verdict.ShouldBe(Verdict.Allow);
        await RpcFault.ExpectAsync(StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", "", stream.RestAsync);
        await ending;
    }

    [Theory]
    [InlineData(0, "FIELD_REQUIRED")]
    [InlineData(129, "FIELD_INVALID")]
    public async Task Stream_CorrelationIdThatCannotBeUsed_EndsItBehindWhatWasRead(int length, string reason)
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);
        await stream.SendAsync(CheckStreamCall.Input(new string('i', 128)));
        await stream.SendAsync(CheckStreamCall.Input(new string('i', length)));

        await stream.ReadAsync(1);
        await RpcFault.ExpectAsync(StatusCode.InvalidArgument, reason, "correlation_id", stream.RestAsync);
    }

    [Fact]
    public async Task Stream_MessageTooLarge_EndsItBehindWhatWasRead()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);
        await stream.SendAsync(CheckStreamCall.Input("a"));
        await stream.ReadAsync(1);
        _ = stream.SendAsync(CheckStreamCall.Input("b", text: new string('a', 4 * 1024 * 1024)));

        (await Should.ThrowAsync<RpcException>(stream.RestAsync)).StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Stream_WithoutTokenOrRole_IsRefused()
    {
        await using var service = await StartAsync();
        using var without = CheckStreamCall.Open(service, new CallOptions([]));
        using var wrong = CheckStreamCall.Open(service, new CallOptions(service.Token(PrincipalRoles.Agent)));

        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_MISSING", "", without.ReadAsync);
        await RpcFault.ExpectAsync(StatusCode.PermissionDenied, "ROLE_REQUIRED", "", wrong.ReadAsync);
    }

    private static async Task NoneInFlightAsync(RunningService service)
    {
        var gate = service.Services.GetRequiredService<AdmissionGate>();
        while (gate.InFlight > 0)
        {
            await Task.Yield();
        }
    }

    private Task<RunningService> StartAsync(TimeProvider? clock = null, Func<PolicyServiceOptions, PolicyServiceOptions>? settings = null) =>
        RunningService.StartAsync([(RunningService.Tenant, TestPolicies.Plain(RunningService.Tenant))], settings ?? (options => options), services => services.AddSingleton<ICounterStore>(_counters), clock);
}
