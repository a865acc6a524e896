using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Handlers.Streams;
using AiDesk.Policy.Service.Policies;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using static AiDesk.Policy.Service.Tests.Streams.HoldingCounterStore;

namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>Many checks on one stream: who is answered when, what holds what back, and how much of it there may be.</summary>
public sealed class CheckStreamTests
{
    private static readonly string Plain = TestPolicies.Plain(RunningService.Tenant);

    private readonly HoldingCounterStore _counters = new(TimeProvider.System);

    [Fact]
    public async Task Stream_OneWaits_OthersAreAnsweredMeanwhile()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);

        await stream.SendAsync(CheckStreamCall.Input("a", Held + 1));
        await stream.SendAsync(CheckStreamCall.Input("b"));
        (await stream.ReadAsync(1))[0].CorrelationId.ShouldBe("b");
        _counters.Release(Held + 1);

        (await stream.EndAsync()).ShouldHaveSingleItem().CorrelationId.ShouldBe("a");
    }

    [Fact]
    public async Task Stream_OneWaits_ThoseOfItsIdAreNotEvenAsked()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);

        await stream.SendAsync([CheckStreamCall.Input("a", Held + 1), CheckStreamCall.Input("a", "second"), CheckStreamCall.Input("b", "third")]);
        (await stream.ReadAsync(1))[0].CorrelationId.ShouldBe("b");
        _counters.Asked.ShouldBe([Held + 1, "third"]);
        _counters.Release(Held + 1);

        (await stream.EndAsync()).Count.ShouldBe(2);
        _counters.Asked.ShouldBe([Held + 1, "third", "second"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(13)]
    public async Task Stream_AnyMixtureOfIds_KeepsTheOrderOfEach(int seed)
    {
        const int checks = 100;
        var random = new Random(seed);
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);
        var sent = Enumerable.Range(0, checks).Select(number =>
        {
            var request = CheckStreamCall.Input("lane-" + random.Next(5), (random.Next(3) > 0 ? Held : "free-") + number);
            request.CheckInput.Untrusted.Add(new UntrustedText { Id = number.ToString(System.Globalization.CultureInfo.InvariantCulture), Origin = TextOrigin.Knowledge, Text = "Open at nine." });
            return request;
        }).ToList();

        await stream.SendAsync(sent);
        await stream.CompleteAsync();
        var answers = stream.RestAsync();
        while (true)
        {
            var asked = _counters.Asked.Count;
            var waiting = _counters.Waiting;
            if (waiting.Count > 0)
            {
                _counters.Release(waiting[random.Next(waiting.Count)]);
            }
            else if (asked == checks)
            {
                break;
            }
            else
            {
                await _counters.HasAskedAsync(asked + 1);
            }
        }

        var answered = await answers;
        answered.Count.ShouldBe(checks);
        foreach (var lane in sent.GroupBy(request => request.CorrelationId, StringComparer.Ordinal))
        {
            var inOrder = lane.Select(request => request.CheckInput.RequestId).ToList();
            answered.Where(answer => answer.CorrelationId == lane.Key).Select(answer => answer.CheckInput.Untrusted[0].Id).ShouldBe(lane.Select(request => request.CheckInput.Untrusted[0].Id));
            _counters.Asked.Where(inOrder.Contains).ShouldBe(inOrder);
        }
    }

    [Fact]
    public async Task Stream_ErrorOfOneCheck_IsItsAnswerAndTheStreamGoesOn()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);

        await stream.SendAsync([CheckStreamCall.Input("a"), new CheckStreamRequest { CorrelationId = "b" }, CheckStreamCall.Input("c")]);

        var answers = (await stream.EndAsync()).ToDictionary(answer => answer.CorrelationId, StringComparer.Ordinal);
        answers["b"].Error.Code.ShouldBe((int)StatusCode.InvalidArgument);
        var info = answers["b"].Error.Details[0].Unpack<ErrorInfo>();
        (info.Reason, info.Metadata["field"]).ShouldBe(("FIELD_REQUIRED", "check"));
        (answers["a"].CheckInput.Decision.Verdict, answers["c"].CheckInput.Decision.Verdict).ShouldBe((Verdict.Allow, Verdict.Allow));
    }

    [Fact]
    public async Task Stream_TenantHasItsShareInFlight_TheCheckIsOverloadedAndNothingElse()
    {
        await using var service = await StartAsync(options => options with { MaxInFlight = 3 });
        using var stream = CheckStreamCall.Open(service);

        // The stream is one, and these are two.
        await stream.SendAsync([CheckStreamCall.Input("a", Held + 1), CheckStreamCall.Input("b", Held + 2)]);
        await _counters.HasAskedAsync(2);
        await stream.SendAsync(CheckStreamCall.Input("c"));

        var shed = (await stream.ReadAsync(1))[0];
        (shed.CorrelationId, shed.Error.Code, shed.Error.Details[0].Unpack<ErrorInfo>().Reason).ShouldBe(("c", (int)StatusCode.ResourceExhausted, "OVERLOADED"));
        shed.Error.Details[1].Unpack<RetryInfo>().RetryDelay.ToTimeSpan().ShouldBeInRange(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250));
        await RpcFault.ExpectAsync(StatusCode.ResourceExhausted, "OVERLOADED", "", async () => await service.Client.CheckInputAsync(CheckStreamCall.Input("").CheckInput, service.Token()));
        _counters.ReleaseAll();
        (await stream.ReadAsync(2)).ShouldAllBe(answer => answer.CheckInput.Decision.Verdict == Verdict.Allow);
        await stream.SendAsync(CheckStreamCall.Input("c"));
        (await stream.EndAsync()).ShouldHaveSingleItem().CheckInput.Decision.Verdict.ShouldBe(Verdict.Allow);
    }

    [Fact]
    public async Task Stream_MoreThanMayBeInFlight_WaitsUnread()
    {
        const int checks = 3 * StreamedChecks.MostInFlight;
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);

        await stream.SendAsync(Enumerable.Range(0, checks).Select(number => CheckStreamCall.Input("c-" + number, Held + number)));
        await stream.CompleteAsync();
        await _counters.HasAskedAsync(StreamedChecks.MostInFlight);
        service.Services.GetRequiredService<AdmissionGate>().InFlight.ShouldBe(StreamedChecks.MostInFlight + 1);
        var answers = stream.RestAsync();
        while (!answers.IsCompleted)
        {
            _counters.ReleaseAll();
            await Task.Yield();
        }

        (await answers).Select(answer => answer.CorrelationId).Distinct(StringComparer.Ordinal).Count().ShouldBe(checks);
        _counters.Most.ShouldBe(StreamedChecks.MostInFlight);
    }

    [Fact]
    public async Task Stream_LargeChecksInFlight_AreFewer()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);
        var text = new string('a', StreamedChecks.MostBytes / 4);

        var sending = stream.SendAsync(Enumerable.Range(0, 12).Select(number => CheckStreamCall.Input("c-" + number, Held + number, text)));
        var answers = stream.ReadAsync(12);
        while (!answers.IsCompleted)
        {
            _counters.ReleaseAll();
            await Task.Yield();
        }

        await sending;
        (await answers).ShouldAllBe(answer => answer.CheckInput.Decision.Reason == Reason.TooLong);
        _counters.Most.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task Stream_CallerThatDoesNotRead_IsNotReadFromAndLosesNothing()
    {
        const int checks = 4000;

        // Answers that lie in the windows and buffers of both sides: the kernel's, HTTP/2's, the client's. Far less than all of them.
        const int underWay = 3000;
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);
        var sending = stream.SendAsync(Enumerable.Range(0, checks).Select(number =>
        {
            // A thousand cleaned bytes come back of each.
            var request = CheckStreamCall.Input("c-" + number, text: "Where is my order?");
            request.CheckInput.Untrusted.Add(new UntrustedText { Id = "k", Origin = TextOrigin.Knowledge, Text = string.Concat(Enumerable.Repeat("We are open from nine to five. ", 100)) });
            return request;
        }));
        await _counters.HasAskedAsync(50);

        for (var read = 1; read <= checks; read++)
        {
            (await stream.ReadAsync()).ShouldNotBeNull().Error.ShouldBeNull();
            (_counters.Asked.Count - read).ShouldBeLessThanOrEqualTo(underWay);
        }

        await sending;
        (await stream.EndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_PolicyChangesMeanwhile_TheNextCheckIsDecidedByIt()
    {
        await using var service = await StartAsync();
        using var stream = CheckStreamCall.Open(service);
        await stream.SendAsync(CheckStreamCall.Input("a"));
        var before = (await stream.ReadAsync(1))[0].CheckInput.Decision.PolicyVersion;
        var snapshots = service.Services.GetRequiredService<PolicySnapshots>();
        var other = snapshots.For(RunningService.Tenant)! with { Version = "other" };

        snapshots.Put(other);
        await stream.SendAsync(CheckStreamCall.Input("b"));
        var after = (await stream.ReadAsync(1))[0].CheckInput.Decision.PolicyVersion;
        snapshots.Remove(RunningService.Tenant);
        await stream.SendAsync(CheckStreamCall.Input("c"));

        (before == after, after).ShouldBe((false, "other"));
        (await stream.EndAsync())[0].Error.Details[0].Unpack<ErrorInfo>().Reason.ShouldBe("TENANT_UNKNOWN");
    }

    [Fact]
    public async Task Stream_Checks_AreRecordedAndMeasuredAsTheirRpcs()
    {
        await using var service = await StartAsync();
        using (var stream = CheckStreamCall.Open(service))
        {
            await stream.SendAsync([CheckStreamCall.Input("a"), CheckStreamCall.Input("b"), new CheckStreamRequest { CorrelationId = "c", CheckOutput = new CheckOutputRequest() }]);
            await stream.EndAsync();
        }

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(service.HttpAddress, "metrics"));
        metrics.ShouldContain("""aidesk_rpc_duration_seconds_count{rpc="CheckInput",code="OK"} 2""");
        metrics.ShouldContain("""aidesk_rpc_duration_seconds_count{rpc="CheckOutput",code="InvalidArgument"} 1""");
        metrics.ShouldContain("""aidesk_rpc_duration_seconds_count{rpc="CheckStream",code="OK"} 1""");
        (await service.RecordsAsync("decision")).Select(record => record.GetProperty("rpc").GetString()).ShouldBe(["check_input", "check_input"]);
    }

    private Task<RunningService> StartAsync(Func<PolicyServiceOptions, PolicyServiceOptions>? settings = null) =>
        RunningService.StartAsync([(RunningService.Tenant, Plain)], settings ?? (options => options), services => services.AddSingleton<ICounterStore>(_counters));
}
