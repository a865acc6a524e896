using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Desk.ApprovalsTests.Approvals;

public sealed class DraftApprovalsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task ApproveAsync_Draft_IsSentOnce()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();

        var receipt = await bench.ApproveAsync(draft);
        (await bench.DispatchAsync()).ShouldBe(1);
        (await bench.DispatchAsync()).ShouldBe(0);

        receipt.State.ShouldBe(Agent.V1.RunState.Approved);
        receipt.DecidedBy.ShouldBe("ana");
        receipt.TextHash.ShouldBe(draft.Hash);
        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.ApprovedSent);
        (await bench.MessagesOfAsync(draft.Run)).ShouldBe(1);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task ApproveAsync_Again_AnswersTheFirstReceiptForEver()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();
        var first = await bench.ApproveAsync(draft);

        var second = await bench.ApproveAsync(draft, DeskBench.Approver("bob"));
        await bench.DispatchAsync();
        bench.Clock.Jump(TimeSpan.FromDays(3));
        var third = await bench.ApproveAsync(draft);

        first.Replayed.ShouldBeFalse();
        foreach (var later in new[] { second, third })
        {
            later.Replayed.ShouldBeTrue();
            later.Replayed = false;
            later.ShouldBe(first);
        }
    }

    [Fact]
    public async Task RejectAsync_Draft_IsNeverSent()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();

        var receipt = await bench.RejectAsync(draft, reason: RejectReason.Other, note: "not like this");

        receipt.State.ShouldBe(Agent.V1.RunState.Rejected);
        (await bench.RejectAsync(draft, DeskBench.Approver("bob"))).Replayed.ShouldBeTrue();
        (await OutcomeAsync(() => bench.ApproveAsync(draft))).ShouldBe("AlreadyDecided");
        (await bench.DispatchAsync()).ShouldBe(0);
        await bench.VerifyAsync();
    }

    [Theory]
    [InlineData("opposite", "AlreadyDecided")]
    [InlineData("newer message", "DraftStale")]
    [InlineData("colleague", "DraftStale")]
    [InlineData("expired", "ApprovalExpired")]
    [InlineData("expired and reaped", "ApprovalExpired")]
    [InlineData("another hash", "DraftStale")]
    [InlineData("another version", "DraftStale")]
    [InlineData("another tenant", "NotFound")]
    [InlineData("no such run", "NotFound")]
    [InlineData("running", "WrongState")]
    public async Task ApproveAsync_OutOfState_IsRefusedAndNothingChanges(string how, string outcome)
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();
        var caller = DeskBench.Approver();
        switch (how)
        {
            case "opposite": await bench.RejectAsync(draft); break;
            case "newer message": await bench.PostAsync(DeskBench.Customer(), "Wait", draft.Conversation); break;
            case "colleague": await bench.PostAsync(DeskBench.Colleague(), "Wait", draft.Conversation); break;
            case "expired": bench.Clock.Jump(TimeSpan.FromHours(25)); break;
            case "expired and reaped":
                bench.Clock.Jump(TimeSpan.FromHours(25));
                (await bench.ReapAsync()).ShouldBe(1);
                break;
            case "another hash": draft = draft with { Hash = TextHash.Of("something else") }; break;
            case "another version": draft = draft with { Version = draft.Version + 1 }; break;
            case "another tenant": caller = DeskBench.Approver(tenant: "harbour-pay"); break;
            case "no such run": draft = draft with { Run = Guid.NewGuid() }; break;
            default: draft = draft with { Run = (await bench.PostAsync(DeskBench.Customer("c2"), "Hello")).RunId!.Value }; break;
        }

        var before = await bench.ScalarAsync<string>("SELECT string_agg(r::text, '' ORDER BY run_id) FROM desk.runs r");

        (await OutcomeAsync(() => bench.ApproveAsync(draft, caller))).ShouldBe(outcome);

        (await bench.ScalarAsync<string>("SELECT string_agg(r::text, '' ORDER BY run_id) FROM desk.runs r")).ShouldBe(before);
        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.outbox_messages")).ShouldBe(0);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task ApproveAsync_TheDesksOwnMessageInBetween_DoesNotMakeItStale()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var first = await bench.DraftAsync("One");
        await bench.ApproveAsync(first);
        var second = await bench.DraftAsync("Two", first.Conversation);
        await bench.DispatchAsync();

        await bench.ApproveAsync(second);
        await bench.DispatchAsync();

        (await bench.StateAsync(second.Run)).ShouldBe(RunState.ApprovedSent);
        await bench.VerifyAsync();
    }

    [Theory]
    [InlineData("not-an-id", "h", 1, ErrorReason.FieldInvalid)]
    [InlineData("", "h", 1, ErrorReason.FieldRequired)]
    [InlineData("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "h", 1, ErrorReason.FieldInvalid)]
    [InlineData("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "", 1, ErrorReason.FieldRequired)]
    [InlineData("6f9619ff-8b86-d011-b42d-00cf4fc964ff", "0000000000000000000000000000000000000000000000000000000000000000", 0, ErrorReason.FieldInvalid)]
    public async Task ApproveAsync_BadInput_NamesTheField(string run, string hash, long version, ErrorReason reason)
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var request = new ApproveRunRequest { RunId = run, DraftHash = hash, ConversationVersion = version };
        var fault = await Should.ThrowAsync<DeskException>(() => bench.Get<Agent.Approvals.DraftApprovals>().ApproveAsync(DeskBench.Approver(), request, CancellationToken.None));
        fault.Reason.ShouldBe(reason);
        fault.Metadata["field"].ShouldNotBeEmpty();
    }

    private static Task<string> OutcomeAsync(Func<Task<Receipt>> call) => DeskOutcome.OfAsync(async () => (await call()).Replayed);
}
