using AiDesk.Policy.Service.Admin;
using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Observability;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Admin;

/// <summary>ListInterventions: history, then what comes; how many streams there may be, and how they end.</summary>
public sealed class InterventionTailTests
{
    [Fact]
    public async Task ListInterventions_HistoryThenLive_EachOnceInOrder()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk);
        var decisions = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            decisions.Add((await service.WriteAsync("!!!", $"m{number}", $"s{number}")).Decision.DecisionId);
        }

        await service.RecordedAsync(decisions[^1]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var stream = service.Admin.ListInterventions(new ListInterventionsRequest { HistorySize = 2, Follow = true }, service.AdminToken(), cancellationToken: patience.Token);
        var seen = new List<string>();
        async Task NextAsync()
        {
            (await stream.ResponseStream.MoveNext(patience.Token)).ShouldBeTrue();
            seen.Add(stream.ResponseStream.Current.Decision.DecisionId);
        }

        await NextAsync();
        await NextAsync();
        for (var number = 3; number < 6; number++)
        {
            decisions.Add((await service.WriteAsync("!!!", $"m{number}", $"s{number}")).Decision.DecisionId);
            await NextAsync();
        }

        seen.ShouldBe(decisions.Skip(1));
    }

    [Fact]
    public async Task ListInterventions_TheTokenExpires_Unauthenticated()
    {
        var clock = new MovableClock();
        await using var service = await RunningService.StartAsync(TestPolicies.Desk, clock);
        using var stream = service.Admin.ListInterventions(new ListInterventionsRequest { Follow = true }, service.AdminToken());
        var next = stream.ResponseStream.MoveNext(CancellationToken.None);

        // Headers are there: the stream is open, and its caller was verified under the old time.
        await service.Admin.GetPolicyAsync(new GetPolicyRequest(), service.AdminToken());
        clock.Ahead = TimeSpan.FromDays(2);

        await RpcFault.ExpectAsync(StatusCode.Unauthenticated, "TOKEN_EXPIRED", "", () => next);
    }

    [Fact]
    public async Task ListInterventions_OneStreamMoreThanATenantMayHave_IsRefusedUntilOneEnds()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk, others: ("beta", TestPolicies.Plain("beta")));
        var limit = service.Services.GetRequiredService<StreamLimit>();
        var gate = service.Services.GetRequiredService<AdmissionGate>();
        var streams = Enumerable.Range(0, StreamLimit.OfTenant).Select(_ => Open(service)).ToList();
        await OpenAreAsync(StreamLimit.OfTenant);
        gate.InFlight.ShouldBe(StreamLimit.OfTenant, "a stream is a call in flight");

        using var ninth = Open(service);
        var fault = await Should.ThrowAsync<RpcException>(() => ninth.ResponseStream.MoveNext(CancellationToken.None));
        fault.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        var info = fault.GetRpcStatus()!.GetDetail<ErrorInfo>()!;
        (info.Reason, info.Metadata["limit"]).ShouldBe(("OVERLOADED", "streams_of_tenant"));

        // History alone is no stream that stays, and another tenant has its own.
        using var history = service.Admin.ListInterventions(new ListInterventionsRequest(), service.AdminToken());
        (await history.ResponseStream.MoveNext(CancellationToken.None)).ShouldBeFalse();
        using var others = Open(service, "beta");
        await OpenAreAsync(StreamLimit.OfTenant + 1);

        streams[0].Dispose();
        await OpenAreAsync(StreamLimit.OfTenant);
        using var next = Open(service);
        await OpenAreAsync(StreamLimit.OfTenant + 1);

        async Task OpenAreAsync(int count)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (limit.Open != count)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }

    [Fact]
    public void Enter_AsManyAsThereMayBeInAll_NamesThatLimit()
    {
        using var metrics = new ServiceMetrics(new MeterScope(), new PolicyServiceOptions());
        var limit = new StreamLimit(metrics);
        var places = Enumerable.Range(0, StreamLimit.OfAll).Select(number => limit.Enter($"tenant-{number / StreamLimit.OfTenant}")).ToList();

        var fault = Should.Throw<RpcException>(() => limit.Enter("another"));
        fault.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        fault.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata["limit"].ShouldBe("streams");

        places[0].Dispose();
        limit.Enter("another").Dispose();
        limit.Open.ShouldBe(StreamLimit.OfAll - 1);
    }

    [Fact]
    public async Task ListInterventions_TheServiceEnds_UnavailableAndNobodyWaits()
    {
        await using var service = await RunningService.StartAsync(TestPolicies.Desk);
        using var stream = Open(service);
        var next = stream.ResponseStream.MoveNext(CancellationToken.None);
        while (service.Services.GetRequiredService<StreamLimit>().Open == 0)
        {
            await Task.Yield();
        }

        await service.EndAsync(CancellationToken.None);

        await RpcFault.ExpectAsync(StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", "", () => next);
    }

    private static AsyncServerStreamingCall<ListInterventionsResponse> Open(RunningService service, string tenant = RunningService.Tenant) =>
        service.Admin.ListInterventions(new ListInterventionsRequest { Follow = true }, service.AdminToken(tenant));
}
