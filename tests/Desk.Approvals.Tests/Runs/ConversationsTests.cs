using AiDesk.Agent.Runs;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Desk.ApprovalsTests.Runs;

public sealed class ConversationsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task PostAsync_Customer_BeginsARun()
    {
        await using var bench = await DeskBench.StartAsync(desk);

        var posted = await bench.PostAsync(DeskBench.Customer(), "Hello");

        posted.Message.Sequence.ShouldBe(1);
        posted.Message.Author.ShouldBe("customer");
        (await bench.StateAsync(posted.RunId!.Value)).ShouldBe(RunState.Running);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task PostAsync_NewerMessage_SupersedesWhatWaitsAndWhatWorks()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();

        var second = await bench.PostAsync(DeskBench.Customer(), "And in blue?", draft.Conversation);
        var third = await bench.PostAsync(DeskBench.Customer(), "Or red?", draft.Conversation);

        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.Rejected);
        (await bench.StateAsync(second.RunId!.Value)).ShouldBe(RunState.Completed);
        (await bench.StateAsync(third.RunId!.Value)).ShouldBe(RunState.Running);
        (await bench.ScalarAsync<string>("SELECT decided_how FROM desk.runs WHERE run_id = @Run", new { draft.Run })).ShouldBe("superseded");
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task PostAsync_Colleague_TakesOverAndTheAgentIsSilent()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var draft = await bench.DraftAsync();

        var reply = await bench.PostAsync(DeskBench.Colleague(), "I will look into it.", draft.Conversation);
        var after = await bench.PostAsync(DeskBench.Customer(), "Thank you", draft.Conversation);

        reply.RunId.ShouldBeNull();
        after.RunId.ShouldBeNull();
        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.Rejected);
        (await bench.ScalarAsync<string>("SELECT taken_over_by FROM desk.conversations")).ShouldBe("carl");
        await bench.VerifyAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PostAsync_SameRequest64Times_IsOneMessageAndOneRun(bool inExisting)
    {
        await using var bench = await DeskBench.StartAsync(desk);
        Guid? conversation = inExisting ? (await bench.PostAsync(DeskBench.Customer(), "First")).ConversationId : null;

        var posted = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => bench.PostAsync(DeskBench.Customer(), "Hello", conversation, "request-1")));

        posted.Select(one => (one.ConversationId, one.Message.MessageId, one.RunId)).Distinct().Count().ShouldBe(1);
        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.messages WHERE request_id = 'request-1'")).ShouldBe(1);
        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.runs WHERE run_state = 'running'")).ShouldBe(1);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task PostAsync_ColleagueBegins_NeedsAContactOfTheTenant()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        await bench.PostAsync(DeskBench.Customer(), "Hello");
        var contact = await bench.ScalarAsync<string>("SELECT contact_id FROM desk.contacts");

        (await bench.PostAsync(DeskBench.Colleague(), "Good day", contact: contact!)).RunId.ShouldBeNull();
        (await ReasonAsync(() => bench.PostAsync(DeskBench.Colleague(), "Good day"))).ShouldBe(ErrorReason.FieldRequired);
        (await ReasonAsync(() => bench.PostAsync(DeskBench.Colleague(), "Good day", contact: "nobody"))).ShouldBe(ErrorReason.NotFound);
        (await ReasonAsync(() => bench.PostAsync(DeskBench.Colleague(tenant: "harbour-pay"), "Good day", contact: contact!))).ShouldBe(ErrorReason.NotFound);
    }

    [Fact]
    public async Task PostAsync_SolvedConversation_IsReopened()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var posted = await bench.PostAsync(DeskBench.Customer(), "Hello");
        await bench.ScalarAsync<object>("UPDATE desk.conversations SET status = 'solved', solved_at = now()");

        await bench.PostAsync(DeskBench.Customer(), "Once more", posted.ConversationId);

        (await bench.ScalarAsync<string>("SELECT status || reopened || (solved_at IS NULL) FROM desk.conversations")).ShouldBe("open1true");
    }

    [Theory]
    [InlineData("", "r", "en", ErrorReason.FieldRequired)]
    [InlineData("  \n", "r", "en", ErrorReason.FieldRequired)]
    [InlineData("a\0b", "r", "en", ErrorReason.FieldInvalid)]
    [InlineData("HALF", "r", "en", ErrorReason.FieldInvalid)]
    [InlineData("a", "", "en", ErrorReason.FieldRequired)]
    [InlineData("a", "r", "not a tag!", ErrorReason.FieldInvalid)]
    [InlineData("LONG", "r", "en", ErrorReason.FieldInvalid)]
    [InlineData("a", "LONG", "en", ErrorReason.FieldInvalid)]
    public async Task PostAsync_BadInput_IsRefusedAndNothingIsThere(string text, string request, string locale, ErrorReason reason)
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var message = new NewMessage(null, text switch { "LONG" => new string('x', 16_385), "HALF" => "half \ud800 character", _ => text }, request == "LONG" ? new string('r', 129) : request, locale, "");

        (await ReasonAsync(() => bench.Get<Conversations>().PostAsync(DeskBench.Customer(), message, CancellationToken.None))).ShouldBe(reason);

        (await bench.ScalarAsync<long>("SELECT count(*) FROM desk.messages")).ShouldBe(0);
    }

    [Fact]
    public async Task PostAsync_AnotherCustomersOrTenantsConversation_IsNotFound()
    {
        await using var bench = await DeskBench.StartAsync(desk);
        var posted = await bench.PostAsync(DeskBench.Customer(), "Hello", request: "r-1");
        var answers = new List<string>();
        foreach (var (caller, id) in new[] { (DeskBench.Customer("other"), posted.ConversationId), (DeskBench.Colleague(tenant: "harbour-pay"), posted.ConversationId), (DeskBench.Customer(), Guid.NewGuid()) })
        {
            answers.Add((await Should.ThrowAsync<DeskException>(() => bench.PostAsync(caller, "Hello", id))).Message);
        }

        answers.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        (await ReasonAsync(() => bench.PostAsync(DeskBench.Customer(), "Something else", posted.ConversationId, "r-1"))).ShouldBe(ErrorReason.RequestIdReused);
    }

    private static async Task<ErrorReason> ReasonAsync(Func<Task> call) => (await Should.ThrowAsync<DeskException>(call)).Reason;
}
