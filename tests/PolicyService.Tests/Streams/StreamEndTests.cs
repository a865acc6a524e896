using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Tests.Admin;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using static AiDesk.Policy.Service.Tests.Streams.StreamPolicies;

namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>Streams that end before their reply does: the caller goes, time runs out, the service stops. What has left is recorded.</summary>
public sealed class StreamEndTests
{
    [Fact]
    public async Task Cancel_WhenTextHasLeft_IsRecordedOnceAndLeavesItsPlace()
    {
        await using var service = await RunningService.StartAsync(Anchored);
        using var cancel = new CancellationTokenSource();
        using var stream = await SomeReleasedAsync(service, new CallOptions(service.Token(), cancellationToken: cancel.Token));

        await cancel.CancelAsync();

        (await Should.ThrowAsync<RpcException>(stream.RestAsync)).StatusCode.ShouldBe(StatusCode.Cancelled);
        await NoneInFlightAsync(service);
        await RecordedAsBrokenAsync(service);
    }

    [Fact]
    public async Task Deadline_WhenTextHasLeft_IsRecordedOnce()
    {
        await using var service = await RunningService.StartAsync(Anchored);
        using var stream = await SomeReleasedAsync(service, new CallOptions(service.Token(), deadline: DateTime.UtcNow.AddSeconds(2)));

        (await Should.ThrowAsync<RpcException>(stream.RestAsync)).StatusCode.ShouldBe(StatusCode.DeadlineExceeded);
        await NoneInFlightAsync(service);
        await RecordedAsBrokenAsync(service);
    }

    [Fact]
    public async Task Token_ExpiresMeanwhile_EndsUnauthenticated()
    {
        var clock = new MovableClock();
        await using var service = await RunningService.StartAsync(Anchored, clock);
        using var stream = await SomeReleasedAsync(service);

        clock.Ahead = TimeSpan.FromDays(1);

        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_EXPIRED", "", async () =>
        {
            await stream.SendAsync("More. ");
            await stream.RestAsync();
        });
        await RecordedAsBrokenAsync(service);
    }

    [Fact]
    public async Task Silence_LongerThanAllowed_EndsTheStream()
    {
        var clock = new ManualClock();
        await using var service = await RunningService.StartAsync(Anchored, clock);
        using var stream = await SomeReleasedAsync(service);
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
        await RecordedAsBrokenAsync(service);
    }

    [Fact]
    public async Task Stop_StreamThatRests_EndsUnavailableAndIsRecorded()
    {
        await using var service = await RunningService.StartAsync(Anchored, settings: options => options with { Shutdown = TimeSpan.FromSeconds(4) });
        using var stream = await SomeReleasedAsync(service);

        var ending = service.EndAsync(CancellationToken.None);

        await RpcFault.ExpectAsync(StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", "", stream.RestAsync);
        await ending;
        await RecordedAsBrokenAsync(service);
    }

    [Fact]
    public async Task Stop_StreamThatGoesOn_IsAnswered()
    {
        await using var service = await RunningService.StartAsync(Anchored);
        using var stream = await SomeReleasedAsync(service);

        var ending = service.EndAsync(CancellationToken.None);

        (await stream.EndAsync()).Verdict.ShouldBe(Verdict.Allow);
        await ending;
    }

    [Fact]
    public async Task Read_CallerThatReadsLate_LosesNothing()
    {
        await using var service = await RunningService.StartAsync(Anchored);
        using var stream = await StreamCall.OpenAsync(service);
        var text = string.Concat(Enumerable.Repeat(Prose, 400));

        // More than fits into what may be on its way back: the service waits for the caller, and reads no more of it.
        await stream.SendAsync(text[..200_000], 20_000);
        var sending = stream.SendAsync(text[200_000..], 20_000);
        while (stream.Text.Length < 400_000)
        {
            (await stream.ReadAsync()).ShouldBeTrue();
        }

        await sending;
        (await stream.EndAsync()).Verdict.ShouldBe(Verdict.Allow);
        stream.Text.ShouldBe(text);
    }

    [Fact]
    public async Task Open_AsManyAsMayBeInFlight_ShedsTheNextOfTheTenant()
    {
        await using var service = await RunningService.StartAsync(Anchored, settings: options => options with { MaxInFlight = 2 });
        using var first = await StreamCall.OpenAsync(service);
        using var second = await StreamCall.OpenAsync(service);

        await RpcFault.ExpectAsync(StatusCode.ResourceExhausted, "OVERLOADED", "", () => StreamCall.OpenAsync(service));

        await first.EndAsync();
        await second.EndAsync();
        await NoneInFlightAsync(service);
        using var third = await StreamCall.OpenAsync(service);
    }

    private static async Task<StreamCall> SomeReleasedAsync(RunningService service, CallOptions? options = null)
    {
        var stream = await StreamCall.OpenAsync(service, options: options);
        await stream.SendAsync(Prose);
        (await stream.ReadAsync()).ShouldBeTrue();
        stream.Text.ShouldNotBeEmpty();
        return stream;
    }

    private static async Task NoneInFlightAsync(RunningService service)
    {
        var gate = service.Services.GetRequiredService<AdmissionGate>();
        while (gate.InFlight > 0)
        {
            await Task.Yield();
        }
    }

    private static async Task RecordedAsBrokenAsync(RunningService service)
    {
        var record = (await service.RecordsAsync("decision")).ShouldHaveSingleItem();
        record.GetRawText().ShouldContain("stream.broken");
    }
}
