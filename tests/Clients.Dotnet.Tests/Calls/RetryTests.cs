using System.Diagnostics;
using AiDesk.Client.Tests.Running;
using AiDesk.Policy.V1;

namespace AiDesk.Client.Tests.Calls;

/// <summary>What is asked again, under which id, with which token and headers.</summary>
[Collection(LiveServiceCollection.Name)]
public sealed class RetryTests(LiveServiceFixture fixture)
{
    [Fact]
    public async Task Check_ServiceThatGoesAway_IsAskedAgainUnderTheSameId()
    {
        var script = new Script();
        await using var service = await ScriptedService.StartAsync(new Script { CheckInput = (request, _) => Answer(script, request) });
        using var client = service.Client();

        await client.CheckInputAsync(Requests.Input(requestId: "r1"));
        script.Seen.ShouldBe(["r1", "r1", "r1"]);
        var given = Requests.Input();
        await client.CheckInputAsync(given);
        script.Seen.Skip(3).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        given.RequestId.ShouldBe("");
        using var once = service.Client(options => options with { Attempts = 1 });
        (await Should.ThrowAsync<PolicyUnavailableException>(once.CheckInputAsync(Requests.Input()))).Attempts.ShouldBe(1);
        script.Seen.Last().ShouldBe("");

        static Task<CheckInputResponse> Answer(Script script, CheckInputRequest request)
        {
            script.FailUnless(request.RequestId, nth: 3);
            return Task.FromResult(new CheckInputResponse());
        }
    }

    [Fact]
    public async Task Redeem_WithoutAnId_IsNotAskedAgain()
    {
        var script = new Script();
        await using var service = await ScriptedService.StartAsync(new Script
        {
            RedeemDecision = (request, _) =>
            {
                script.FailUnless(request.RequestId, nth: 3);
                return Task.FromResult(new RedeemDecisionResponse { State = RedeemState.Redeemed });
            },
        });
        using var client = service.Client();

        await Should.ThrowAsync<PolicyUnavailableException>(client.RedeemDecisionAsync(new RedeemDecisionRequest { DecisionToken = "t" }));
        script.Seen.ShouldBe([""]);
        await client.RedeemDecisionAsync(new RedeemDecisionRequest { DecisionToken = "t", RequestId = "once" });
        script.Seen.ShouldBe(["", "once", "once"]);
    }

    [Fact]
    public async Task Settle_ServiceThatGoesAway_IsAskedAgainForItIsIdempotent()
    {
        var script = new Script();
        await using var service = await ScriptedService.StartAsync(new Script
        {
            Settle = (request, _) =>
            {
                script.FailUnless(request.ReservationId, nth: 2);
                return Task.FromResult(new SettleResponse { State = SettleState.Applied });
            },
        });
        using var client = service.Client();

        (await client.SettleAsync(new SettleRequest { ReservationId = "r", Action = SettleAction.Release })).State.ShouldBe(SettleState.Applied);
    }

    [Fact]
    public async Task Check_RefusedToken_IsFetchedAnewOnce()
    {
        var why = new List<string?>();
        string[] tokens = ["x.y.z", fixture.Service.Token()];
        using var client = fixture.Service.Client(options => options with { Token = null, TokenProvider = Provide });

        await client.CheckInputAsync(Requests.Input());
        await client.CheckInputAsync(Requests.Input());

        why.ShouldBe([null, "x.y.z"]);

        ValueTask<string> Provide(TokenRequest request, CancellationToken cancellationToken)
        {
            why.Add(request.Rejected);
            return ValueTask.FromResult(tokens[why.Count - 1]);
        }
    }

    [Fact]
    public async Task Check_ProvidersThatFail_SayWhoFailed()
    {
        await FailsAsync((_, _) => ValueTask.FromResult("x.y.z"), "issuer, audience and key", attempts: 2);
        await FailsAsync((_, _) => throw new InvalidOperationException("vault is sealed"), "the token provider failed: vault is sealed", attempts: 1);
        await FailsAsync((_, _) => ValueTask.FromResult("a\n"), "It gave no token", attempts: 1);
        using var hanging = fixture.Service.Client(options => options with { Token = null, TokenProvider = (_, _) => new(new TaskCompletionSource<string>().Task) });
        await Should.ThrowAsync<PolicyDeadlineException>(hanging.CheckInputAsync(Requests.Input(), new CheckSettings { Deadline = TimeSpan.FromMilliseconds(100) }));
        using var caller = new CancellationTokenSource();
        var waiting = hanging.CheckInputAsync(Requests.Input(), cancellationToken: caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAsync<PolicyCancelledException>(() => waiting);

        async Task FailsAsync(Func<TokenRequest, CancellationToken, ValueTask<string>> provider, string says, int attempts)
        {
            using var client = fixture.Service.Client(options => options with { Token = null, TokenProvider = provider });
            var failed = await Should.ThrowAsync<PolicyAuthenticationException>(client.CheckInputAsync(Requests.Input()));
            failed.Message.ShouldContain(says);
            failed.Attempts.ShouldBe(attempts);
        }
    }

    [Fact]
    public async Task Check_ManyCallsThatNeedAToken_FetchOne()
    {
        var fetches = 0;
        var gate = new TaskCompletionSource();
        using var client = fixture.Service.Client(options => options with { Token = null, TokenProvider = Provide });
        var calls = Enumerable.Range(0, 50).Select(_ => client.ListToolsAsync(new ListToolsRequest { Mode = Mode.Copilot })).ToList();
        gate.SetResult();
        await Task.WhenAll(calls);

        fetches.ShouldBe(1);

        async ValueTask<string> Provide(TokenRequest request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref fetches);
            await gate.Task;
            return fixture.Service.Token();
        }
    }

    [Fact]
    public async Task Check_ActiveTrace_GoesWithTheCall()
    {
        var seen = new List<string?>();
        await using var service = await ScriptedService.StartAsync(new Script
        {
            CheckInput = (_, context) =>
            {
                seen.Add(context.RequestHeaders.GetValue("traceparent"));
                seen.Add(context.RequestHeaders.GetValue("tracestate"));
                return Task.FromResult(new CheckInputResponse());
            },
        });
        using var client = service.Client();
        using var activity = new Activity("agent") { TraceStateString = "vendor=1" }.SetIdFormat(ActivityIdFormat.W3C).Start();
        await client.CheckInputAsync(Requests.Input());
        var id = activity.Id;
        activity.Stop();
        await client.CheckInputAsync(Requests.Input());

        seen.ShouldBe([id, "vendor=1", null, null]);
    }
}
