using System.Net;
using System.Net.Sockets;
using AiDesk.Client.Tests.Running;
using AiDesk.Policy.V1;

namespace AiDesk.Client.Tests.Calls;

/// <summary>What a caller sees of a service that is absent, slow or ending.</summary>
public sealed class OutageTests
{
    private static readonly CheckSettings Short = new() { Deadline = TimeSpan.FromMilliseconds(250) };

    [Fact]
    public async Task Check_SlowService_IsLateAndTheOverrideHoldsForThatCallOnly()
    {
        await using var service = await LiveService.StartAsync();
        using var client = service.Client();
        await client.CheckInputAsync(Requests.Input());
        await service.PauseAsync();

        var late = await Should.ThrowAsync<PolicyDeadlineException>(client.CheckInputAsync(Requests.Input(), Short));
        late.Message.ShouldStartWith("CheckInput failed: no answer within 250 ms. Treat the action as denied.");
        var denied = await client.CheckOutputAsync(Requests.Output(), Short with { IfUnavailable = IfUnavailable.Deny });
        denied.Decision.Verdict.ShouldBe(Verdict.Deny);
        denied.Sendable("x").ShouldBeNull();
        var allowed = await client.CheckInputAsync(Requests.Input(Requests.Injection), Short with { IfUnavailable = IfUnavailable.Allow });
        (allowed.Decision.Verdict, allowed.Decision.Degraded, allowed.Decision.DecisionId, allowed.Decision.Checks.Count).ShouldBe((Verdict.Allow, true, "", 0));
        allowed.Decision.DegradedReasons.ShouldBe(["client:DEADLINE_EXCEEDED"]);
        var call = await client.CheckToolCallAsync(Requests.ToolCall("find_part", """{"name":"x"}"""), Short with { IfUnavailable = IfUnavailable.Allow });
        (call.DecisionToken, call.CanonicalArgumentsJson).ShouldBe(("", """{"name":"x"}"""));
        await Should.ThrowAsync<PolicyDeadlineException>(client.CheckInputAsync(Requests.Input(), Short));

        service.Resume();
        (await Eventually.AnsweredAsync(() => client.CheckInputAsync(Requests.Input()))).Decision.Degraded.ShouldBeFalse();
    }

    [Fact]
    public async Task Check_AnswerThatWasLost_CountsOnceUnderTheSameRequestId()
    {
        await using var service = await LiveService.StartAsync();
        using var client = service.Client(options => options with { Attempts = 1 });
        var request = Requests.Input(Requests.Injection, Requests.NewId());
        await client.CheckInputAsync(Requests.Input());
        await service.PauseAsync();
        await Should.ThrowAsync<PolicyDeadlineException>(client.CheckInputAsync(request, Short));
        service.Resume();

        (await Eventually.AnsweredAsync(() => client.CheckInputAsync(request))).Strikes.Strikes.ShouldBe(1);
        (await client.CheckInputAsync(request)).Strikes.Strikes.ShouldBe(1);
    }

    [Fact]
    public async Task Check_NobodyThere_NamesTheAddressAndIsTriedAsOftenAsItMay()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        using var client = new PolicyClient(new PolicyClientOptions { Address = address, Token = "t", Deadline = TimeSpan.FromSeconds(20) });

        var refused = await Should.ThrowAsync<PolicyUnavailableException>(client.CheckInputAsync(Requests.Input()));

        refused.Message.ShouldContain($"No policy service answers at {address}: start it");
        (refused.Code, refused.Attempts).ShouldBe(("UNAVAILABLE", 3));
        var answered = await client.CheckOutputAsync(Requests.Output(), new CheckSettings { IfUnavailable = IfUnavailable.Allow });
        answered.Decision.DegradedReasons.ShouldBe(["client:UNAVAILABLE"]);
    }

    [Fact]
    public async Task Check_DrainingService_AnswersWhatIsInFlightAndIsFoundAgain()
    {
        await using var service = await LiveService.StartAsync(variables: [("AIDESK_DRAIN_SECONDS", "3")]);
        using var client = service.Client();
        await client.CheckInputAsync(Requests.Input());
        var inFlight = Enumerable.Range(0, 150).Select(index => client.CheckInputAsync(Requests.Input($"¿Dónde está el coche {index}?"))).ToList();
        service.End();

        (await Task.WhenAll(inFlight)).ShouldAllBe(answer => answer.Decision.Verdict == Verdict.Allow);
        await service.EndedAsync();
        await Should.ThrowAsync<PolicyUnavailableException>(client.CheckInputAsync(Requests.Input()));
        await service.StartAsync();
        (await Eventually.AnsweredAsync(() => client.CheckInputAsync(Requests.Input()))).Decision.Verdict.ShouldBe(Verdict.Allow);
    }

    [Fact]
    public async Task Check_CancelledCall_SaysSoAndTheClientGoesOn()
    {
        await using var service = await LiveService.StartAsync();
        using var client = service.Client();
        await client.CheckInputAsync(Requests.Input());
        await service.PauseAsync();
        using var caller = new CancellationTokenSource();
        var waiting = client.CheckInputAsync(Requests.Input(), cancellationToken: caller.Token);
        waiting.IsCompleted.ShouldBeFalse();
        await caller.CancelAsync();

        var cancelled = await Assert.ThrowsAsync<PolicyCancelledException>(() => waiting);
        cancelled.CancellationToken.ShouldBe(caller.Token);
        cancelled.Message.ShouldContain("nothing may go on");
        service.Resume();
        (await Eventually.AnsweredAsync(() => client.CheckInputAsync(Requests.Input()))).Decision.Verdict.ShouldBe(Verdict.Allow);
    }

    [Fact]
    public async Task Check_DisposedClient_EndsItsCallsAndSaysSo()
    {
        await using var service = await LiveService.StartAsync();
        var client = service.Client();
        var view = client.WithToken(service.Token());
        await view.CheckInputAsync(Requests.Input());
        view.Dispose();
        await client.CheckInputAsync(Requests.Input());
        await service.PauseAsync();
        var waiting = client.CheckInputAsync(Requests.Input());
        client.Dispose();

        (await Should.ThrowAsync<ObjectDisposedException>(waiting)).Message.ShouldContain("the client is disposed of");
        await Should.ThrowAsync<ObjectDisposedException>(client.CheckInputAsync(Requests.Input()));
    }
}
