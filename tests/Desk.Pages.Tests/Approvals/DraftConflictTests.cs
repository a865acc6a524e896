using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;
using static AiDesk.Desk.PagesTests.Approvals.Waiting;

namespace AiDesk.Desk.PagesTests.Approvals;

[Collection(SiteTests.Name)]
public sealed class DraftConflictTests(Site site)
{
    [Fact]
    public async Task Decide_TwoBrowsersAtOnce_OneWinsAndTheOtherIsShownTheState()
    {
        var item = await site.AskAsync(Product);
        await using var vera = await site.SignedInAsync(Site.Shop, "approver", "demo-approver", WithoutScripts);
        await using var nora = await site.SignedInAsync(Site.Shop, "admin", "demo-admin", WithoutScripts);
        var approving = await vera.OpenAsync(item);
        var rejecting = await nora.OpenAsync(item);
        await rejecting.Locator("#reject > summary").ClickAsync();
        await rejecting.GetByLabel("Why").SelectOptionAsync("Tone");

        var answers = await Task.WhenAll(
            approving.RunAndWaitForResponseAsync(() => approving.Button("Approve and send").ClickAsync(), response => response.Request.Method == "POST"),
            rejecting.RunAndWaitForResponseAsync(() => rejecting.Button("Reject the draft").ClickAsync(), response => response.Request.Method == "POST"));

        answers.Select(answer => answer.Status).Order().ShouldBe([303, 409]);
        var (approved, loser) = (answers[0].Status == 303, answers[0].Status == 303 ? rejecting : approving);
        await Expect(loser.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody was quicker");
        await Expect(loser.State()).ToContainTextAsync(approved ? "Approved by" : "Rejected by");
        if (approved)
        {
            await site.UntilAsync(item.Conversation.ConversationId, item.Run.RunId, RunState.ApprovedSent);
        }

        (await site.MessagesAsync(item)).ShouldBe(approved ? 1 : 0);
    }

    [Fact]
    public async Task Approve_SentTwice_IsOneMessage()
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.OpenAsync(item);
        var form = context.APIRequest.CreateFormData();
        foreach (var name in new[] { "csrf", "run", "hash", "version" })
        {
            form.Set(name, await page.Locator($"form[action$='/approve'] input[name={name}]").InputValueAsync());
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => context.APIRequest.PostAsync($"/approvals/{item.ApprovalId}/approve", new() { Form = form, MaxRedirects = 0 })));

        answers.Select(answer => answer.Status).ShouldBe([303, 303, 303, 303]);
        await site.UntilAsync(item.Conversation.ConversationId, item.Run.RunId, RunState.ApprovedSent);
        (await site.MessagesAsync(item)).ShouldBe(1);
    }

    [Fact]
    public async Task Approve_NewerMessageMeanwhile_IsRefusedAndSaysSo()
    {
        var item = await site.AskAsync(Product, "c-stale-" + Guid.NewGuid().ToString("N")[..6]);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver", WithoutScripts);
        var page = await context.OpenAsync(item);
        await site.Agent.PostMessageAsync(
            new PostMessageRequest { ConversationId = item.Conversation.ConversationId, Text = "I will call them myself", RequestId = "late" }, site.As(Site.Shop, "agent", "demo-agent"));
        var answer = await page.RunAndWaitForResponseAsync(() => page.Button("Approve and send").ClickAsync(), response => response.Request.Method == "POST");

        answer.Status.ShouldBe(409);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The draft is out of date");
        await Expect(page.State()).ToContainTextAsync("Out of date");
        await Expect(page.GetByText("I will call them myself")).ToBeVisibleAsync();
        (await site.MessagesAsync(item)).ShouldBe(0);
    }

    [Fact]
    public async Task Stale_DraftThatStillWaits_CanBeRejectedOnly()
    {
        var item = await site.AskAsync(Product);
        await site.ScalarAsync<object>("UPDATE desk.conversations SET taken_over_by = 'demo-agent' WHERE conversation_id = @id", new { id = Guid.Parse(item.Conversation.ConversationId) });
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.OpenAsync(item);
        await Expect(page.State()).ToContainTextAsync("It can be rejected, not approved.");
        await Expect(page.Button("Approve and send")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("r");
        await page.GetByLabel("Why").SelectOptionAsync("HumanReply");
        await page.Button("Reject the draft").ClickAsync();
        await Expect(page.State()).ToContainTextAsync("Rejected by you: a person answers instead.");
    }

    [Fact]
    public async Task Agent_MayLookAndNotDecide()
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Shop, "agent", "demo-agent");
        var page = await context.OpenAsync(item);
        await Expect(page.GetByText("You may look. Approvers and administrators decide; ask one of them.")).ToBeVisibleAsync();
        await Expect(page.Button("Approve and send")).ToHaveCountAsync(0);
        var form = context.APIRequest.CreateFormData();
        form.Set("csrf", await page.Locator("form[data-presence] input[name=csrf]").InputValueAsync());
        form.Set("run", item.Run.RunId);
        form.Set("hash", item.Run.Draft.Hash);
        form.Set("version", item.Run.ConversationVersion.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (await context.APIRequest.PostAsync($"/approvals/{item.ApprovalId}/approve", new() { Form = form })).Status.ShouldBe(403);
        (await site.FindAsync(item.Run.RunId)).Run.State.ShouldBe(RunState.PendingApproval);
    }

    [Fact]
    public async Task Item_OfAnotherTenantOrNobody_IsNotThere()
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Payments, "admin", "demo-admin");
        var page = await context.NewPageAsync();
        foreach (var id in new[] { item.ApprovalId, Guid.NewGuid().ToString(), "no-id" })
        {
            (await page.GotoAsync("/approvals/" + id))!.Status.ShouldBe(404, id);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("There is no such thing here");
        }
    }
}
