using AiDesk.Agent.Outbox;
using AiDesk.Agent.Runs;
using AiDesk.Agent.V1;
using RunState = AiDesk.Agent.Runs.RunState;

namespace AiDesk.Desk.ApprovalsTests.Outbox;

public sealed class ChannelTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Theory]
    [InlineData("webhook", true)]
    [InlineData("webhook_query", false)]
    [InlineData("webhook_once", false)]
    public async Task Dispatch_Webhook_IsTakenOnceAndWritten(string kind, bool oncePerKey)
    {
        await using var bench = await DeskBench.StartAsync(desk, webhooks: WebhookReceiver.Options);
        await using var receiver = await WebhookReceiver.StartAsync(bench.Clock, oncePerKey);
        var draft = await ApprovedAsync(bench, kind, receiver.Url);

        await bench.DispatchAsync();

        receiver.Count(draft.Run).ShouldBe(1);
        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.ApprovedSent);
        (await bench.ScalarAsync<string>("SELECT provider_id FROM desk.outbox_messages")).ShouldBe("m-1");
        await bench.VerifyAsync();
    }

    [Theory]
    [InlineData("webhook", true, "ApprovedSent", false, 2)]
    [InlineData("webhook_query", false, "ApprovedSent", false, 1)]
    [InlineData("webhook_once", false, "SendFailed", true, 1)]
    public async Task Dispatch_CutAfterTaking_IsOneMessageWhateverTheChannelCanDo(string kind, bool oncePerKey, string state, bool unknown, int requests)
    {
        await using var bench = await DeskBench.StartAsync(desk, webhooks: WebhookReceiver.Options);
        await using var receiver = await WebhookReceiver.StartAsync(bench.Clock, oncePerKey);
        receiver.CutsAfterTaking = true;
        var draft = await ApprovedAsync(bench, kind, receiver.Url);

        await bench.DispatchAsync();
        receiver.CutsAfterTaking = false;
        bench.Clock.Jump(TimeSpan.FromMinutes(10));
        await bench.DispatchAsync();

        receiver.Count(draft.Run).ShouldBe(1);
        receiver.Requests.ShouldBe(requests);
        (await bench.StateAsync(draft.Run)).ToString().ShouldBe(state);
        (await bench.ScalarAsync<bool>("SELECT outcome_unknown FROM desk.outbox_messages")).ShouldBe(unknown);
        await bench.VerifyAsync();
    }

    [Theory]
    [InlineData("webhook", 503, 3)]
    [InlineData("webhook", 429, 3)]
    [InlineData("webhook_query", 500, 3)]
    [InlineData("webhook_once", 429, 3)]
    [InlineData("webhook_once", 503, 1)]
    [InlineData("webhook", 400, 1)]
    [InlineData("webhook", 404, 1)]
    [InlineData("webhook", 302, 1)]
    public async Task Dispatch_Refused_IsTriedAsOftenAsItMakesSense(string kind, int status, int attempts)
    {
        await using var bench = await DeskBench.StartAsync(desk, options: new DeskRunsOptions { SendAttempts = 3 }, webhooks: WebhookReceiver.Options);
        await using var receiver = await WebhookReceiver.StartAsync(bench.Clock, oncePerKey: true);
        receiver.Before = () => status;
        var draft = await ApprovedAsync(bench, kind, receiver.Url);
        for (var i = 0; i < 5; i++)
        {
            await bench.DispatchAsync();
            bench.Clock.Jump(TimeSpan.FromMinutes(10));
        }

        receiver.Requests.ShouldBe(attempts);
        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.SendFailed);
        (await bench.ScalarAsync<string>("SELECT last_error FROM desk.outbox_messages")).ShouldBe($"it answered {status}");
        await bench.VerifyAsync();
    }

    [Theory]
    [InlineData("""{"kind":"webhook","url":"http://127.0.0.1:1/x","key_id":"none"}""", "the channel's key is missing")]
    [InlineData("""{"kind":"webhook","url":"https://example.com/x","key_id":"k1"}""", "the channel's address is not allowed")]
    [InlineData("""{"kind":"webhook","url":"file:///etc/passwd","key_id":"k1"}""", "the channel's address is not allowed")]
    [InlineData("""{"kind":"webhook","url":"http://u:p@127.0.0.1/x","key_id":"k1"}""", "the channel's address is not allowed")]
    [InlineData("""{"kind":"pigeon"}""", "the channel's kind is none that we have")]
    [InlineData("""{"kind":"webhook","unknown":1}""", "the channel's setting is not understood")]
    public async Task Dispatch_ChannelThatCannotBeUsed_FailsAndSaysWhy(string channel, string error)
    {
        await using var bench = await DeskBench.StartAsync(desk, webhooks: WebhookReceiver.Options);
        var draft = await bench.DraftAsync();
        await SetAsync(bench, channel);
        await bench.ApproveAsync(draft);

        await bench.DispatchAsync();

        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.SendFailed);
        (await bench.ScalarAsync<string>("SELECT last_error FROM desk.outbox_messages")).ShouldBe(error);
        (await bench.ScalarAsync<bool>("SELECT outcome_unknown FROM desk.outbox_messages")).ShouldBeFalse();
    }

    [Fact]
    public async Task Dispatch_OlderOneWaits_HoldsTheYoungerBackUntilItFailed()
    {
        await using var bench = await DeskBench.StartAsync(desk, options: new DeskRunsOptions { SendAttempts = 2 }, webhooks: WebhookReceiver.Options);
        await using var receiver = await WebhookReceiver.StartAsync(bench.Clock, oncePerKey: true);
        receiver.Before = () => receiver.Requests <= 2 ? 503 : null;
        var first = await ApprovedAsync(bench, "webhook", receiver.Url);
        await bench.DispatchAsync();
        var second = await bench.DraftAsync("Two", first.Conversation);
        await bench.ApproveAsync(second);

        (await bench.DispatchAsync()).ShouldBe(0, "the older one waits for its next attempt");
        bench.Clock.Jump(TimeSpan.FromMinutes(10));
        (await bench.DispatchAsync()).ShouldBe(1);
        (await bench.StateAsync(first.Run)).ShouldBe(RunState.SendFailed);
        await bench.DispatchAsync();

        (await bench.StateAsync(second.Run)).ShouldBe(RunState.ApprovedSent);
        await bench.VerifyAsync();
    }

    [Fact]
    public async Task FailedSends_RetryAndDiscard_AskWhereNobodyKnows()
    {
        await using var bench = await DeskBench.StartAsync(desk, webhooks: WebhookReceiver.Options);
        await using var receiver = await WebhookReceiver.StartAsync(bench.Clock, oncePerKey: false);
        receiver.CutsAfterTaking = true;
        var draft = await ApprovedAsync(bench, "webhook_once", receiver.Url);
        await bench.DispatchAsync();
        var sends = bench.Get<FailedSends>();
        Task<string> RetryAsync(bool confirm) => DeskOutcome.OfAsync(async () => (await sends.RetryAsync(DeskBench.Approver(), new RetrySendRequest { RunId = draft.Run.ToString(), ConfirmUnknown = confirm }, default)).Replayed);
        Task<string> DiscardAsync(bool confirm) => DeskOutcome.OfAsync(async () => (await sends.DiscardAsync(DeskBench.Approver(), new DiscardSendRequest { RunId = draft.Run.ToString(), ConfirmUnknown = confirm }, default)).Replayed);

        (await RetryAsync(false)).ShouldBe("OutcomeUnknown");
        (await DiscardAsync(false)).ShouldBe("OutcomeUnknown");
        (await bench.Get<DeskReads>().ListPendingAsync(DeskBench.Approver(), new ListPendingRequest(), default)).Items.ShouldHaveSingleItem().OutcomeUnknown.ShouldBeTrue();
        (await RetryAsync(true)).ShouldBe("ok");
        (await RetryAsync(true)).ShouldBe("replayed");
        (await DiscardAsync(true)).ShouldBe("WrongState");
        await bench.DispatchAsync();
        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.SendFailed);
        (await DiscardAsync(true)).ShouldBe("ok");
        (await DiscardAsync(true)).ShouldBe("replayed");
        (await RetryAsync(true)).ShouldBe("WrongState");

        (await bench.StateAsync(draft.Run)).ShouldBe(RunState.Rejected);
        receiver.Count(draft.Run).ShouldBe(2, "a person sent it again, knowing");
        await bench.VerifyAsync();
    }

    [Fact]
    public void Backoff_Attempts_DoubleToTheLimitAndAreDrawn()
    {
        var options = new DeskRunsOptions { BackoffBase = TimeSpan.FromSeconds(1), BackoffLimit = TimeSpan.FromMinutes(5) };
        var (one, two) = (new Backoff(options), new Backoff(options));
        for (var attempt = 1; attempt <= 100; attempt++)
        {
            var wait = one.After(attempt);
            wait.ShouldBe(two.After(attempt), "the same seed draws the same");
            var whole = Math.Min(300, Math.Pow(2, attempt - 1));
            wait.TotalSeconds.ShouldBeInRange(whole / 2, whole);
        }
    }

    private static Task SetAsync(DeskBench bench, string channel) => bench.ScalarAsync<object>(
        "INSERT INTO desk.settings (tenant_id, channels) VALUES (@Tenant, jsonb_build_object('web', @channel::jsonb)) ON CONFLICT (tenant_id) DO UPDATE SET channels = excluded.channels",
        new { DeskBench.Tenant, channel });

    private static async Task<DraftAtHand> ApprovedAsync(DeskBench bench, string kind, string url)
    {
        var draft = await bench.DraftAsync();
        await SetAsync(bench, $$"""{"kind":"{{kind}}","url":"{{url}}","key_id":"{{WebhookReceiver.KeyId}}"}""");
        await bench.ApproveAsync(draft);
        return draft;
    }
}
