using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;
using AiDesk.Policy.V1;
using static AiDesk.Policy.Service.Tests.Streams.StreamPolicies;

namespace AiDesk.Policy.Service.Tests.Streams;

/// <summary>What a streamed reply lets out, and its one decision, over real gRPC.</summary>
public sealed class CheckOutputStreamTests
{
    [Theory]
    [InlineData(Anchored, ReleasePace.Anchor)]
    [InlineData(Sentences, ReleasePace.Sentence)]
    public async Task Stream_HarmlessReply_LeavesBeforeItHasEnded(string policy, ReleasePace pace)
    {
        await using var service = await RunningService.StartAsync(policy);
        using var stream = await StreamCall.OpenAsync(service);

        await stream.SendAsync(Prose, 50);
        while (stream.Text.Length < 800)
        {
            (await stream.ReadAsync()).ShouldBeTrue();
        }

        stream.Decision.ShouldBeNull();
        var decision = await stream.EndAsync();
        (decision.Verdict, stream.Text, stream.Pace, stream.Stopped).ShouldBe((Verdict.Allow, Prose, pace, false));
    }

    [Fact]
    public async Task Stream_ChecksNeedTheWhole_NothingLeavesBeforeTheEnd()
    {
        await using var service = await RunningService.StartAsync(Buffered);
        using var allowed = await StreamCall.OpenAsync(service);
        await allowed.SendAsync(Prose);
        (await allowed.EndAsync()).Verdict.ShouldBe(Verdict.Allow);
        (allowed.Text, allowed.Pace).ShouldBe((Prose, ReleasePace.Buffer));

        using var denied = await StreamCall.OpenAsync(service);
        await denied.SendAsync(Prose + Leak);
        (await denied.EndAsync()).Verdict.ShouldBe(Verdict.Deny);
        denied.Text.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Anchored)]
    [InlineData(Sentences)]
    public async Task Stream_LeakThatDenies_StopsBeforeItAndSaysSoAtOnce(string policy)
    {
        await using var service = await RunningService.StartAsync(policy);
        using var stream = await StreamCall.OpenAsync(service);

        await stream.SendAsync(Prose + Leak + Prose, 30);
        while (!stream.Stopped)
        {
            (await stream.ReadAsync()).ShouldBeTrue();
        }

        var decision = await stream.EndAsync();
        stream.Text.ShouldBe(Prose + "The id is ");
        (decision.Verdict, decision.Reason).ShouldBe((Verdict.Deny, Reason.Leak));
        decision.Findings[0].Span.Start.ShouldBe(Prose.Length + "The id is ".Length);
    }

    [Fact]
    public async Task Stream_LeakThatIsRedacted_IsWhatCheckOutputGives()
    {
        await using var service = await RunningService.StartAsync(Redacting);
        var text = Prose + Leak + "😀 " + Prose + Leak;
        using var stream = await StreamCall.OpenAsync(service);

        await stream.SendAsync(text, 64);
        var decision = await stream.EndAsync();

        var whole = await service.Client.CheckOutputAsync(new CheckOutputRequest { Context = RunningService.Context(), Text = text, Author = ReplyAuthor.Model }, service.Token());
        stream.Text.ShouldBe(whole.RedactedText);
        decision.Findings.ShouldBe(whole.Decision.Findings);
        decision.Verdict.ShouldBe(whole.Decision.Verdict);
        decision.Obligations.ShouldBe(whole.Decision.Obligations);
    }

    [Fact]
    public async Task Stream_RequestIdAgain_IsTheFirstDecisionInAStreamAndInCheckOutput()
    {
        await using var service = await RunningService.StartAsync(Anchored);
        var first = await ReplyAsync(service, "q-1", Prose);
        var again = await ReplyAsync(service, "q-1", Prose, chunk: 7);
        var request = new CheckOutputRequest { Context = RunningService.Context(), RequestId = "q-1", Text = Prose, Author = ReplyAuthor.Model };
        var unary = await service.Client.CheckOutputAsync(request, service.Token());

        (again.DecisionId, unary.Decision.DecisionId).ShouldBe((first.DecisionId, first.DecisionId));
        await RpcFault.ExpectAsync(global::Grpc.Core.StatusCode.InvalidArgument, "REQUEST_ID_REUSED", "request_id", () => ReplyAsync(service, "q-1", Prose + "More."));
        (await service.RecordsAsync("decision")).Count(record => record.GetProperty("decision_id").GetString() == first.DecisionId).ShouldBe(1);
    }

    [Fact]
    public async Task Stream_Complete_IsRecordedOnce()
    {
        await using var service = await RunningService.StartAsync(Anchored);

        var decision = await ReplyAsync(service, "", Prose + Leak);

        (await service.RecordsAsync("decision")).Single().GetProperty("decision_id").GetString().ShouldBe(decision.DecisionId);
    }

    [Fact]
    public async Task Stream_KillSwitchMeanwhile_LetsNothingMoreOut()
    {
        await using var service = await RunningService.StartAsync(Anchored);
        using var stream = await StreamCall.OpenAsync(service);
        await stream.SendAsync(Prose);
        (await stream.ReadAsync()).ShouldBeTrue();
        var before = stream.Text;
        await service.Admin.SetKillSwitchAsync(new SetKillSwitchRequest { State = SwitchState.Frozen, Note = "test" }, service.Token(PrincipalRoles.Admin));

        await stream.SendAsync(Prose);
        var decision = await stream.EndAsync();

        (decision.Reason, stream.Stopped, stream.Text).ShouldBe((Reason.TenantFrozen, true, before));
    }

    [Fact]
    public async Task Stream_RunOfAnotherSession_IsRefusedBeforeAnythingLeaves()
    {
        await using var service = await RunningService.StartAsync(Anchored);
        await ReplyAsync(service, "", Prose);
        using var stream = await StreamCall.OpenAsync(service, new CheckOutputStreamOpen { Context = RunningService.Context(session: "s2"), Author = ReplyAuthor.Model });

        await RpcFault.ExpectAsync(global::Grpc.Core.StatusCode.InvalidArgument, "FIELD_INVALID", "context.run_id", async () =>
        {
            await stream.SendAsync(Prose);
            await stream.RestAsync();
        });
        stream.Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_MoreHeldBackThanMayBe_IsDenied()
    {
        await using var service = await RunningService.StartAsync(Redacting);
        using var stream = await StreamCall.OpenAsync(service);
        await stream.SendAsync(Prose);
        for (var i = 0; i < 3; i++)
        {
            await stream.SendAsync(new string('x', 50_000));
        }

        var decision = await stream.EndAsync();

        (decision.Verdict, decision.Findings[0].Code).ShouldBe((Verdict.Deny, "leak.stream_held"));
        Prose.ShouldStartWith(stream.Text);
    }

    private static async Task<Decision> ReplyAsync(RunningService service, string request, string text, int chunk = 100)
    {
        using var stream = await StreamCall.OpenAsync(service, StreamCall.Open(request));
        await stream.SendAsync(text, chunk);
        return await stream.EndAsync();
    }
}
