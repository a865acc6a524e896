using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;
using static AiDesk.Desk.PagesTests.Approvals.Waiting;

namespace AiDesk.Desk.PagesTests.Approvals;

[Collection(SiteTests.Name)]
public sealed class HeldCallTests(Site site)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Approve_HeldCall_IsCarriedOutOnce(bool withScripts)
    {
        var item = await site.AskAsync(PaymentLink);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver", withScripts ? null : WithoutScripts);
        var page = await context.OpenAsync(item);
        await Expect(page.GetByText("payment_link").First).ToBeVisibleAsync();
        await Expect(page.GetByText("44.5", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("The action is risky enough for a person to decide.")).ToBeVisibleAsync();
        await page.GetByLabel("Note (optional)").FillAsync("Checked with the customer");
        await page.Button("Approve").ClickAsync();
        await Expect(page.State()).ToContainTextAsync("Approved by you.");

        await site.UntilAsync(item.Conversation.ConversationId, item.Run.RunId, RunState.Running);
        if (withScripts)
        {
            await Expect(page.State()).ToContainTextAsync("Carried out, once.");
            await Expect(page.GetByText("Checked with the customer")).ToBeVisibleAsync();
            (await site.ScalarAsync<long>("SELECT count(*) FROM desk.payment_links WHERE contact_id = @id", new { id = item.Conversation.ContactId })).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Escalation_TwoPeople_AreNeededAndShown()
    {
        var item = await site.AskAsync(Cancel);
        await using var vera = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        await using var nora = await site.SignedInAsync(Site.Shop, "admin", "demo-admin");
        var first = await vera.NewPageAsync();
        await first.GotoAsync("/approvals?tab=escalations");
        await first.Locator($"a[href='/approvals/{item.ApprovalId}']").ClickAsync();
        await Expect(first.State()).ToContainTextAsync("Waits for 2 people to approve.");
        await first.Button("Approve").ClickAsync();
        await Expect(first.GetByRole(AriaRole.Status)).ToContainTextAsync(["Your approval counts. Others are still needed."]);
        await Expect(first.GetByText("1 approval is missing.")).ToBeVisibleAsync();

        var second = await nora.OpenAsync(item);
        await Expect(second.State()).ToContainTextAsync("Approved by Vera; still missing: 1.");
        await second.Button("Approve").ClickAsync();
        await Expect(second.State()).ToContainTextAsync("Approved by you.");
        await Expect(first.State()).ToContainTextAsync("Approved by");
        await Expect(first.Button("Refuse")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Approve_OnesOwn_IsRefusedInWords()
    {
        var person = "c-own-" + Guid.NewGuid().ToString("N")[..6];
        var item = await site.AskAsync(PaymentLink, person);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", person);
        var page = await context.OpenAsync(item);
        await page.GetByLabel("Note (optional)").FillAsync("For myself");
        await page.Button("Approve").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nobody approves their own");
        await Expect(page.GetByLabel("Note (optional)")).ToHaveValueAsync("For myself");
    }
}
