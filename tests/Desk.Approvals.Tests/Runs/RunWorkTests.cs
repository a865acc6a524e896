using AiDesk.Agent.Graph;
using AiDesk.Agent.Runs;

namespace AiDesk.Desk.ApprovalsTests.Runs;

public sealed class RunWorkTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task ClaimAsync_ManyWorkers_EachRunOnceOldestFirst()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var runs = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            runs.Add((await bench.PostAsync(DeskBench.Customer($"c-{i}"), "Hello")).RunId!.Value);
        }

        (await bench.Work.ClaimAsync(None))!.RunId.ShouldBe(runs[0]);
        var claimed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.Work.ClaimAsync(None)));

        claimed.OfType<ClaimedRun>().Select(run => run.RunId).ShouldBe(runs.Skip(1), ignoreOrder: true);
    }

    [Fact]
    public async Task AnyWrite_AfterTheLeaseLapsed_IsVoid()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        await bench.PostAsync(DeskBench.Customer(), "Hello");
        var zombie = (await bench.Work.ClaimAsync(None))!;
        bench.Clock.Jump(TimeSpan.FromSeconds(31));

        await EachWriteIsVoidAsync(bench, zombie);
        var second = (await bench.Work.ClaimAsync(None))!;
        await EachWriteIsVoidAsync(bench, zombie);

        (second.RunId, second.Attempt, second.Fence).ShouldBe((zombie.RunId, 2, zombie.Fence + 1));
        await bench.Work.RenewAsync(second, None);
        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.run_steps")).ShouldBe(0);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task ReleaseAsync_Held_IsClaimedAtOnceAndWasNoAttempt()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        await bench.PostAsync(DeskBench.Customer(), "Hello");
        var first = (await bench.Work.ClaimAsync(None))!;
        (await bench.Work.ClaimAsync(None)).ShouldBeNull();

        await bench.Work.ReleaseAsync(first, None);
        var second = (await bench.Work.ClaimAsync(None))!;

        (second.RunId, second.Attempt, second.Fence).ShouldBe((first.RunId, 1, first.Fence + 1));
        await EachWriteIsVoidAsync(bench, first);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task AppendAsync_Steps_AreLoadedAgainByTheNextAttempt()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        await bench.PostAsync(DeskBench.Customer(), "Hello");
        var run = (await bench.Work.ClaimAsync(None))!;
        var decision = new DecisionNote(Guid.CreateVersion7(), "CheckInput", "vendor", "allow", "OK", "", false, ["x"], DateTimeOffset.UtcNow);
        await bench.Work.AppendAsync(run, new RunProgress(1, [new RunStep("one", """{"a": 1}"""), new RunStep("two", "{}")], [decision], [new ModelCallNote(1, "vendor", decision.DecisionId, "m", 1, 2, "ok")]), None);

        await Should.ThrowAsync<InvalidOperationException>(() => bench.Work.AppendAsync(run, new RunProgress(4, [new RunStep("gap", "{}")], [], []), None));
        bench.Clock.Jump(TimeSpan.FromMinutes(1));
        var input = await bench.Work.LoadAsync((await bench.Work.ClaimAsync(None))!, None);

        input.Steps.ShouldBe([new RunStep("one", """{"a": 1}"""), new RunStep("two", "{}")]);
        input.Messages.ShouldHaveSingleItem().Text.ShouldBe("Hello");
        (input.ConversationVersion, input.IsAutopilot, input.Level, input.PersonId).ShouldBe((1, false, 1, "cust-1"));
    }

    [Fact]
    public async Task ProposeAsync_GoesOut_IsDecidedByPolicyAndSent()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync(goesOut: true);

        await bench.DispatchAsync();

        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.ApprovedSent);
        (await bench.ScalarAsync<string>("SELECT decided_how || cardinality(o.decision_ids) FROM desk.runs JOIN desk.outbox_messages o USING (run_id)")).ShouldBe("policy2");
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task CompleteAsync_Transfer_HandsOverOnceHoweverOften()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var posted = await bench.PostAsync(DeskBench.Customer(), "Hello");
        var run = (await bench.Work.ClaimAsync(None))!;
        var completion = new RunCompletion("model_error", "A person takes over.", "");

        await bench.Work.CompleteAsync(run, completion, None);
        await bench.Work.CompleteAsync(run, completion, None);

        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.messages WHERE author = 'system'")).ShouldBe(1);
        (await bench.PostAsync(DeskBench.Customer(), "Hello?", posted.ConversationId)).RunId.ShouldBeNull();
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task AbandonedRuns_AttemptsSpent_AreHandedOverInTheCustomersLanguage()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var posted = await bench.Get<Conversations>().PostAsync(DeskBench.Customer(), new NewMessage(null, "Hallo", "r", "de-AT", ""), None);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            (await bench.ReapAsync()).ShouldBe(0);
            (await bench.Work.ClaimAsync(None)).ShouldNotBeNull().Attempt.ShouldBe(attempt);
            bench.Clock.Jump(TimeSpan.FromMinutes(1));
        }

        (await bench.Work.ClaimAsync(None)).ShouldBeNull();
        (await bench.ReapAsync()).ShouldBe(1);

        (await bench.StateAsync(posted.RunId!.Value)).ShouldBe(RunState.Completed);
        (await bench.ScalarAsync<string>("SELECT text FROM desk.messages WHERE author = 'system'")).ShouldBe(HandOverTexts.For("de"));
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task ProposeAsync_TwiceByTheSameWorker_IsOneDraft()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        await bench.PostAsync(DeskBench.Customer(), "Hello");
        var run = (await bench.Work.ClaimAsync(None))!;

        (await bench.Work.ProposeAsync(run, DeskBench.Draft("One", 1), None)).ShouldBe(RunState.PendingApproval);
        await Should.ThrowAsync<LeaseLostException>(() => bench.Work.ProposeAsync(run, DeskBench.Draft("Two", 1), None));

        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.approvals")).ShouldBe(1);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task Database_IllegalMove_IsRefusedWhoeverAsks()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();
        await bench.RejectAsync(draft);
        foreach (var state in Enum.GetValues<RunState>().Where(state => state != RunState.Rejected))
        {
            await Should.ThrowAsync<Npgsql.PostgresException>(() => bench.ScalarAsync<object>("UPDATE desk.runs SET run_state = @to", new { to = RunMoves.NameOf(state) }));
        }
    }

    private static async Task EachWriteIsVoidAsync(DeskBench bench, ClaimedRun zombie)
    {
        Func<Task>[] writes =
        [
            () => bench.Work.RenewAsync(zombie, None),
            () => bench.Work.ReleaseAsync(zombie, None),
            () => bench.Work.LoadAsync(zombie, None),
            () => bench.Work.AppendAsync(zombie, new RunProgress(1, [new RunStep("x", "{}")], [], []), None),
            () => bench.Work.ProposeAsync(zombie, DeskBench.Draft("Hi", 1), None),
            () => bench.Work.HoldAsync(zombie, [new HeldToolCall("c", "payment_link", "{}", Guid.NewGuid(), "standard", 1, "high", "RISK_LEVEL", [], null)], None),
            () => bench.Work.CompleteAsync(zombie, new RunCompletion("no_reply", "", ""), None),
        ];
        foreach (var write in writes)
        {
            await Should.ThrowAsync<LeaseLostException>(write);
        }
    }
}
