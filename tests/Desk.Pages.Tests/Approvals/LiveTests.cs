using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;
using static AiDesk.Desk.PagesTests.Approvals.Waiting;

namespace AiDesk.Desk.PagesTests.Approvals;

[Collection(SiteTests.Name)]
public sealed class LiveTests(Site site)
{
    [Fact]
    public async Task Queue_NewDraft_AppearsByItselfAndMarkupIsText()
    {
        const string Name = "<b>Mallory</b><script>document.title='owned'</script>";
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/approvals");
        await Expect(page.Locator("html[data-connected=yes]")).ToHaveCountAsync(1);
        var item = await site.AskAsync("Do you have <img src=x onerror=alert(1)> sandals?");
        await Expect(page.Locator($"a[href='/approvals/{item.ApprovalId}']")).ToBeVisibleAsync();

        await site.ScalarAsync<object>("UPDATE desk.contacts SET name = @Name WHERE contact_id = @id", new { Name, id = item.Conversation.ContactId });
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = Name })).ToHaveAttributeAsync("href", "/approvals/" + item.ApprovalId);
        await page.GotoAsync("/approvals/" + item.ApprovalId);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Draft for " + Name);
        await Expect(page.GetByText("<img src=x onerror=alert(1)>")).ToBeVisibleAsync();
        (await page.TitleAsync()).ShouldStartWith("Draft for ");
        (await page.Locator("#thread img, h1 b").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Item_DecidedElsewhere_ShowsItAndKeepsWhatIsBeingWritten()
    {
        var item = await site.AskAsync(Product);
        await using var vera = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        await using var nora = await site.SignedInAsync(Site.Shop, "admin", "demo-admin");
        var writing = await vera.OpenAsync(item);
        await Expect(writing.Locator("html[data-connected=yes]")).ToHaveCountAsync(1);
        await writing.Keyboard.PressAsync("e");
        await writing.GetByLabel("Text to be sent instead").FillAsync("Half a sentence");

        await (await nora.OpenAsync(item)).Button("Approve and send").ClickAsync();

        await Expect(writing.State()).ToContainTextAsync("Sent, exactly once.");
        await Expect(writing.GetByLabel("Text to be sent instead")).ToHaveValueAsync("Half a sentence");
        await writing.Button("Approve the edited text").ClickAsync();
        await Expect(writing.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody was quicker");
        await Expect(writing.GetByLabel("Text to be sent instead")).ToHaveValueAsync("Half a sentence");
        (await site.MessagesAsync(item)).ShouldBe(1);
    }

    [Fact]
    public async Task Viewers_TwoPeople_SeeEachOther()
    {
        var item = await site.AskAsync(Product);
        await using var vera = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        await using var iker = await site.SignedInAsync(Site.Shop, "agent", "demo-agent");
        var first = await vera.OpenAsync(item);
        await Expect(first.Locator("#viewers")).ToBeEmptyAsync();
        var second = await iker.OpenAsync(item);
        await Expect(second.Locator("#viewers")).ToContainTextAsync("is looking at this too.");

        // As when one comes back to the tab: the next beat is not waited for.
        await first.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(first.Locator("#viewers")).ToContainTextAsync("is looking at this too.");

        await site.ScalarAsync<object>("UPDATE desk.viewers SET seen_at = seen_at - interval '46 seconds' WHERE person_id = 'demo-agent'");
        await first.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(first.Locator("#viewers")).ToBeEmptyAsync();
    }
}
