using AiDesk.Agent.Graph;
using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Tools.Crm;
using AiDesk.Desk.GraphTests.Harness;

namespace AiDesk.Desk.GraphTests.Graph;

/// <summary>A run that was cut off anywhere is taken up where it stood, and does nothing twice.</summary>
[Collection("graph")]
public sealed class ReplayTests(GraphFixture fixture)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task Process_CutOffAtAWrite_SameEndAndOneEffect(int write)
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        await desk.SetAsync(CrmSeed.Shop, "autopilot", 2);
        var posted = await desk.PostAsync(CrmSeed.Shop, "emily", "Hi, my lamp is broken and I want to complain about it");
        var cut = new CutOffRunWork(desk.Work, write);
        var run = await desk.Work.ClaimAsync(CancellationToken.None);

        await Should.ThrowAsync<CutOffRunWork.Cut>(() => desk.GraphWith(cut).ProcessAsync(run!, CancellationToken.None));
        await desk.EndLeaseAsync(CrmSeed.Shop, run!.RunId);
        (await desk.RunAsync()).ShouldBe(1);

        var after = await RunSnapshot.ReadAsync(desk, CrmSeed.Shop, posted.RunId!.Value);
        after.State.ShouldBe("approved", after.ToString());
        after.Draft.ShouldContain("T-1001");
        after.ModelCalls.ShouldBe(after.InputDecisions);
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.tickets WHERE tenant_id = @tenant")).ShouldBe(1);
        (await desk.ReadAsync<int>(CrmSeed.Shop, "SELECT count(*)::int FROM desk.outbox_messages WHERE tenant_id = @tenant")).ShouldBe(1);
    }

    [Fact]
    public async Task Restore_StepsOfARun_SameStateFromEveryPrefix()
    {
        await using var desk = await GraphDesk.StartAsync(fixture);
        var posted = await desk.PostAsync(CrmSeed.Shop, "emily", "Hi, my lamp is broken and I want to complain about it");
        var run = await desk.Work.ClaimAsync(CancellationToken.None);
        var input = await desk.Work.LoadAsync(run!, CancellationToken.None);
        await desk.Graph.ProcessAsync(run!, CancellationToken.None);
        var steps = await desk.ListAsync<RunStep>(CrmSeed.Shop, """SELECT kind AS "Kind", body::text AS "Body" FROM desk.run_steps WHERE tenant_id = @tenant AND run_id = @RunId ORDER BY ordinal""", new { posted.RunId });

        var whole = GraphReducer.Restore(run!, input with { Steps = steps }, "en");
        for (var n = 0; n <= steps.Count; n++)
        {
            var state = GraphReducer.Restore(run!, input with { Steps = [.. steps.Take(n)] }, "en");
            state = steps.Skip(n).Aggregate(state, (now, step) => GraphReducer.Reduce(now, StepCodec.Read(step)));
            (state.Ordinal, state.Draft, state.ModelCalls, state.OutputTokens, state.Guarded?.Text, GraphRoute.Next(state))
                .ShouldBe((whole.Ordinal, whole.Draft, whole.ModelCalls, whole.OutputTokens, whole.Guarded?.Text, GraphMove.Propose));
            state.Calls.Select(call => (call.CallId, call.Status, call.Text)).ShouldBe(whole.Calls.Select(call => (call.CallId, call.Status, call.Text)));
        }

        steps.Count.ShouldBe(7); // intake, model, ticket, tag, model, observer, guard
    }

    [Fact]
    public void Reduce_SecondResolutionOfACall_ChangesNothing()
    {
        var state = State() with { Turns = [new ModelTurn("", [new ToolCallState("a", "issue_refund", "{}") { Status = ToolStatus.Done, Text = "done" }])] };

        var after = GraphReducer.Reduce(state, new CallResolved("a", "approved", "{}", "token", ""));

        after.Calls.Single().Status.ShouldBe(ToolStatus.Done);
        GraphRoute.Next(after with { HasSearched = true }).ShouldBe(GraphMove.Vendor);
    }

    [Fact]
    public void Read_UnknownKind_Throws() => Should.Throw<System.Text.Json.JsonException>(() => StepCodec.Read(new RunStep("of_the_future", "{}")));

    private static GraphState State() => new()
    {
        Run = new ClaimedRun("t", Guid.NewGuid(), 1, 1),
        Language = "en",
        Input = new RunInput
        {
            ConversationId = Guid.NewGuid(), MessageId = Guid.NewGuid(), ConversationVersion = 1, SessionId = "s", PersonId = "p", ContactId = "c-1", ContactName = "", Channel = "web", Locale = "en",
            IsAutopilot = false, Level = 1, Business = "", PromptVersion = "v1", IsTakenOver = false, Messages = [], Steps = [],
        },
    };
}
