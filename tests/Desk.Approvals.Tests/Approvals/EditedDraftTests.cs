using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Desk.Harness;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Desk.ApprovalsTests.Approvals;

/// <summary>A person's own text passes the real policy service, in the person's name.</summary>
public sealed class EditedDraftTests(DeskFixture desk) : IClassFixture<DeskFixture>, IAsyncLifetime
{
    private PolicyServer _policy = null!;

    [Fact]
    public async Task ApproveAsync_Edited_SendsThePersonsTextAndKeepsBoth()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var draft = await bench.DraftAsync("We ship within two days.");

        var receipt = await bench.ApproveAsync(draft, edited: "We ship within 3 days.");
        await bench.DispatchAsync();

        receipt.TextHash.ShouldBe(TextHash.Of("We ship within 3 days."));
        (await bench.ScalarAsync<string>("SELECT ai_reply_original || '|' || ai_reply_final || '|' || edited || '|' || edit_distance FROM desk.runs")).ShouldBe("We ship within two days.|We ship within 3 days.|true|3");
        (await bench.ScalarAsync<string>("SELECT text FROM desk.messages WHERE author = 'bot'")).ShouldBe("We ship within 3 days.");
        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.run_decisions WHERE rpc = 'CheckOutput' AND node = 'approval'")).ShouldBe(1);
        (await bench.ScalarAsync<int>("SELECT cardinality(decision_ids) FROM desk.outbox_messages")).ShouldBe(3);
        (await bench.ApproveAsync(draft, DeskBench.Approver("bob"), "We ship within 3 days.")).Replayed.ShouldBeTrue();
        (await OutcomeAsync(() => bench.ApproveAsync(draft))).ShouldBe("AlreadyDecided");
        (await OutcomeAsync(() => bench.ApproveAsync(draft, edited: "Something else"))).ShouldBe("AlreadyDecided");
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task ApproveAsync_EditedToTheSame_IsNotEdited()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var draft = await bench.DraftAsync();

        await bench.ApproveAsync(draft, edited: "We ship within two days.");

        (await bench.ScalarAsync<bool>("SELECT edited FROM desk.runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task ApproveAsync_TextThatPolicyDoesNotLetOut_StaysPendingAndSaysWhy()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var draft = await bench.DraftAsync();

        var fault = await Should.ThrowAsync<DeskException>(() => bench.ApproveAsync(draft, edited: "Nuestro margen comercial es del 40 %."));

        fault.Reason.ShouldBe(ErrorReason.TextDenied);
        fault.Message.ShouldNotBeEmpty();
        fault.Metadata["reason"].ShouldNotBeEmpty();
        Guid.TryParse(fault.Metadata["decision_id"], out _).ShouldBeTrue();
        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.PendingApproval);
        await bench.ApproveAsync(draft, edited: "We ship within 3 days.");
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task ApproveAsync_TextThatPolicyBlacksOut_IsProposedBackAndNotSentUnseen()
    {
        await using var bench = await DeskBench.StartAsync(desk, _policy);
        var draft = await bench.DraftAsync();

        var fault = await Should.ThrowAsync<DeskException>(() => bench.ApproveAsync(draft, edited: "El identificador es 3f2504e0-4f89-41d3-9a0c-0305e82c3301, guárdelo."));

        fault.Reason.ShouldBe(ErrorReason.TextDenied);
        fault.Metadata.ContainsKey("redacted_text").ShouldBeTrue();
        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.PendingApproval);
        var receipt = await bench.ApproveAsync(draft, edited: fault.Metadata["redacted_text"]);
        receipt.TextHash.ShouldBe(TextHash.Of(fault.Metadata["redacted_text"]));
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task ApproveAsync_EditedWhilePolicyIsAway_ChangesNothing()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();

        (await OutcomeAsync(() => bench.ApproveAsync(draft, edited: "We ship within 3 days."))).ShouldBe("DependencyUnavailable");

        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.PendingApproval);
        (await bench.ApproveAsync(draft)).Replayed.ShouldBeFalse("the draft itself has its decisions already");
    }

    public async Task InitializeAsync() => _policy = await PolicyServer.StartAsync();

    public async Task DisposeAsync() => await _policy.DisposeAsync();

    private static Task<string> OutcomeAsync(Func<Task<Receipt>> call) => DeskOutcome.OfAsync(async () => (await call()).Replayed);
}
