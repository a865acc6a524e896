using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Tests.Approvals;

/// <summary>Decision tokens over real gRPC: once, in time, for that very call, and across a change of keys.</summary>
public sealed class DecisionTokenTests : IAsyncLifetime
{
    private const string Old = "old:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string New = "new:HxwdHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";

    private readonly ManualClock _clock = ApprovalBench.Friday();
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(ApprovalPolicies.Desk, _clock);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("note", "{}", "c1", "r1", RedeemState.Redeemed)]
    [InlineData("note", "", "c1", "r1", RedeemState.Redeemed)]
    [InlineData("note", """{"a":1}""", "c1", "r1", RedeemState.Mismatch)]
    [InlineData("note", "not json", "c1", "r1", RedeemState.Mismatch)]
    [InlineData("note", "{}", "c2", "r1", RedeemState.Mismatch)]
    [InlineData("note", "{}", "c1", "r2", RedeemState.Mismatch)]
    [InlineData("sign", "{}", "c1", "r1", RedeemState.Mismatch)]
    public async Task RedeemDecision_Call_MustBeTheOneDecidedOn(string tool, string arguments, string call, string run, RedeemState state)
    {
        var granted = await _service.AskAsync("note");

        (await _service.RedeemAsync(granted.DecisionToken, tool, "x1", arguments, call, run)).ShouldBe(state);
    }

    [Fact]
    public async Task RedeemDecision_TokenThatWasChanged_IsAMismatch()
    {
        var token = (await _service.AskAsync("note")).DecisionToken;
        for (var place = 0; place < token.Length; place += 7)
        {
            var changed = token[..place] + (token[place] == 'A' ? 'B' : 'A') + token[(place + 1)..];
            (await _service.RedeemAsync(changed, "note", $"x{place}")).ShouldBe(RedeemState.Mismatch);
        }
    }

    [Fact]
    public async Task RedeemDecision_AfterItsTime_IsExpiredUnlessItWasRedeemedInTime()
    {
        var late = (await _service.AskAsync("note")).DecisionToken;
        var used = (await _service.AskAsync("note", "c2")).DecisionToken;
        (await _service.RedeemAsync(used, "note", "x1", call: "c2")).ShouldBe(RedeemState.Redeemed);
        _clock.Advance(TimeSpan.FromMinutes(2));

        (await _service.RedeemAsync(late, "note", "x2")).ShouldBe(RedeemState.Expired);
        (await _service.RedeemAsync(used, "note", "x1", call: "c2")).ShouldBe(RedeemState.Redeemed, "the same request hears its first answer");
        (await _service.RedeemAsync(used, "note", "x3", call: "c2")).ShouldBe(RedeemState.AlreadyRedeemed);
    }

    [Fact]
    public async Task RedeemDecision_ManyAtOnce_OneRequestRedeems()
    {
        var token = (await _service.AskAsync("note")).DecisionToken;

        var states = await Task.WhenAll(Enumerable.Range(0, 24).Select(place => _service.RedeemAsync(token, "note", $"x{place % 8}")));

        states.Count(state => state == RedeemState.Redeemed).ShouldBe(3, "one request, asked three times");
        states.Count(state => state == RedeemState.AlreadyRedeemed).ShouldBe(21);
    }

    [Fact]
    public async Task RedeemDecision_EveryOne_IsOnRecord()
    {
        var granted = await _service.AskAsync("note");
        await _service.RedeemAsync(granted.DecisionToken, "note", "x1", """{"a":1}""");
        await _service.RedeemAsync(granted.DecisionToken, "note", "x2");
        await _service.RedeemAsync(granted.DecisionToken, "note", "x3");

        var events = await _service.RecordsAsync("redemption");

        events.Select(one => one.GetProperty("state").GetString()).ShouldBe(["mismatch", "redeemed", "already_redeemed"]);
        events[1].GetProperty("decision_id").GetString().ShouldBe(granted.Decision.DecisionId);
    }

    [Fact]
    public async Task RedeemDecision_Frozen_IsRefusedAndConsumesNothing()
    {
        var counters = _service.Services.GetRequiredService<ICounterStore>();
        var token = (await _service.AskAsync("note")).DecisionToken;
        await counters.SetKillSwitchAsync(RunningService.Tenant, true, CancellationToken.None);

        await RpcFault.ExpectAsync(StatusCode.FailedPrecondition, "FROZEN", "", async () => await _service.RedeemAsync(token, "note", "x1"));
        await counters.SetKillSwitchAsync(RunningService.Tenant, false, CancellationToken.None);
        (await _service.RedeemAsync(token, "note", "x2")).ShouldBe(RedeemState.Redeemed);
    }

    [Theory]
    [InlineData(Old, Old, RedeemState.Redeemed)]
    [InlineData(Old, New + "," + Old, RedeemState.Redeemed)]
    [InlineData(Old + "," + New, New, RedeemState.Mismatch)]
    [InlineData(New + "," + Old, New, RedeemState.Redeemed)]
    [InlineData(Old, New, RedeemState.Mismatch)]
    public async Task RedeemDecision_AcrossAChangeOfKeys_HoldsWhileTheOldOneIsKept(string before, string after, RedeemState state)
    {
        _service = await _service.RestartAsync(options => options with { Keys = before });
        var token = (await _service.AskAsync("note")).DecisionToken;
        _service = await _service.RestartAsync(options => options with { Keys = after });

        (await _service.RedeemAsync(token, "note", "x1")).ShouldBe(state);
    }
}
