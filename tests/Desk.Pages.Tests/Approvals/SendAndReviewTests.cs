using AiDesk.Agent.Runs;
using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;
using static AiDesk.Desk.PagesTests.Approvals.Waiting;
using RunState = AiDesk.Agent.V1.RunState;

namespace AiDesk.Desk.PagesTests.Approvals;

[Collection(SiteTests.Name)]
public sealed class SendAndReviewTests(Site site)
{
    [Fact]
    public async Task FailedSend_Retried_IsSentOnceTheChannelIsRight()
    {
        var (item, channel) = await FailedAsync();
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/approvals?tab=failed");
        await page.Locator($"a[href='/approvals/{item.Run.RunId}']").ClickAsync();
        await Expect(page.GetByText("There is no such kind of channel.")).ToBeVisibleAsync();
        await SetAsync(channel, "conversation");

        await page.Button("Send again").ClickAsync();

        await Expect(page.State()).ToContainTextAsync("To be sent again, said you.");
        await Expect(page.State()).ToContainTextAsync("Sent, exactly once.");
        (await site.MessagesAsync(item)).ShouldBe(1);
    }

    [Fact]
    public async Task FailedSend_OutcomeUnknown_IsGivenUpOnlyKnowingly()
    {
        var (item, _) = await FailedAsync();
        await site.ScalarAsync<object>("UPDATE desk.outbox_messages SET outcome_unknown = true WHERE run_id = @run", new { run = Guid.Parse(item.Run.RunId) });
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/approvals/" + item.Run.RunId);
        await Expect(page.State()).ToContainTextAsync("Nobody knows whether it was sent.");
        var form = context.APIRequest.CreateFormData();
        form.Set("csrf", await page.Locator("form[data-presence] input[name=csrf]").InputValueAsync());
        form.Set("do", "discard");
        (await context.APIRequest.PostAsync($"/approvals/{item.Run.RunId}/send", new() { Form = form })).Status.ShouldBe(409);

        await page.GetByLabel("I know that the customer may have it already.").CheckAsync();
        await page.Button("Give up").ClickAsync();

        await Expect(page.State()).ToContainTextAsync("Given up by you. It is not sent.");
        (await site.MessagesAsync(item)).ShouldBe(0);
    }

    [Fact]
    public async Task Review_Problem_NeedsANoteAndIsClosed()
    {
        var item = await site.AskAsync(Product);
        await using (var work = await site.Get<DeskDatabase>().BeginAsync(Site.Shop, CancellationToken.None))
        {
            var done = new HeldToolCall("call-x", "send_message", "", Guid.CreateVersion7(), "standard", 1, "medium", "LEGAL_REVIEW", ["review.legal"], null);
            await HeldToolCalls.ReviewLaterAsync(work, Guid.Parse(item.Run.RunId), Guid.Parse(item.Conversation.ConversationId), done, DateTime.UtcNow, CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }

        var review = await site.ScalarAsync<Guid>("SELECT approval_id FROM desk.approvals WHERE run_id = @run AND kind = 'post_review'", new { run = Guid.Parse(item.Run.RunId) });
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/approvals?tab=reviews");
        await page.Locator($"a[href='/approvals/{review}']").ClickAsync();
        await Expect(page.GetByText("The policy asks for a legal review.")).ToBeVisibleAsync();
        await page.Button("A problem").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The note: it is needed here");
        await page.GetByLabel("Note").FillAsync("It promised too much");
        await page.Button("A problem").ClickAsync();
        await Expect(page.State()).ToContainTextAsync("Found to be a problem by you.");
        await Expect(page.State()).ToContainTextAsync("It promised too much");
    }

    /// <summary>A draft that was approved on a channel of its own, of a kind that there is not.</summary>
    private async Task<(PendingItem Item, string Channel)> FailedAsync()
    {
        var item = await site.AskAsync(Product);
        var channel = "channel-" + item.Run.RunId[^6..];
        await SetAsync(channel, "pigeon");
        await site.ScalarAsync<object>("UPDATE desk.conversations SET channel = @channel WHERE conversation_id = @id", new { channel, id = Guid.Parse(item.Conversation.ConversationId) });
        var approved = new ApproveRunRequest { RunId = item.Run.RunId, DraftHash = item.Run.Draft.Hash, ConversationVersion = item.Run.ConversationVersion };
        await site.Agent.ApproveRunAsync(approved, site.As(Site.Shop, "approver", "demo-approver"));
        await site.UntilAsync(item.Conversation.ConversationId, item.Run.RunId, RunState.SendFailed);
        return (item, channel);
    }

    private Task SetAsync(string channel, string kind) => site.ScalarAsync<object>(
        "UPDATE desk.settings SET channels = channels || jsonb_build_object(@channel, jsonb_build_object('kind', @kind)) WHERE tenant_id = @Shop", new { channel, kind, Site.Shop });
}
