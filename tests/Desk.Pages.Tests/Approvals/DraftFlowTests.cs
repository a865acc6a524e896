using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;
using static AiDesk.Desk.PagesTests.Approvals.Waiting;

namespace AiDesk.Desk.PagesTests.Approvals;

[Collection(SiteTests.Name)]
public sealed class DraftFlowTests(Site site)
{
    [Fact]
    public async Task Approve_Draft_SaysByWhomAndFollowsUntilItIsSent()
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.OpenAsync(item);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What the policy says" })).ToBeVisibleAsync();
        await Expect(page.GetByText("In copilot a person decides on everything that goes out.")).ToBeVisibleAsync();

        await page.Button("Approve and send").ClickAsync();

        await Expect(page.State()).ToContainTextAsync("Approved by you.");
        await Expect(page.State()).ToContainTextAsync("Sent, exactly once.");
        await Expect(page.State()).ToContainTextAsync("There is no undo");
        await Expect(page.Button("Approve and send")).ToHaveCountAsync(0);
        (await site.MessagesAsync(item)).ShouldBe(1);

        await using var colleague = await site.SignedInAsync(Site.Shop, "agent", "demo-agent");
        await Expect((await colleague.OpenAsync(item)).State()).ToContainTextAsync("Approved by Vera.");
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("edit")]
    [InlineData("reject")]
    public async Task Decide_WithoutScripts_IsTheSame(string decision)
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver", WithoutScripts);
        var page = await context.OpenAsync(item);
        switch (decision)
        {
            case "approve":
                await page.Button("Approve and send").ClickAsync();
                await Expect(page.State()).ToContainTextAsync("Approved by you.");
                break;
            case "edit":
                await page.Locator("#edit > summary").ClickAsync();
                await page.GetByLabel("Text to be sent instead").FillAsync("I can offer sandals for 39.9 EUR.");
                await page.Button("Show what changes").ClickAsync();
                await Expect(page.Locator("#changes ins").First).ToBeVisibleAsync();
                await Expect(page.GetByLabel("Text to be sent instead")).ToHaveValueAsync("I can offer sandals for 39.9 EUR.");
                await page.Button("Approve the edited text").ClickAsync();
                await Expect(page.State()).ToContainTextAsync("Edited and approved by you.");
                await Expect(page.Locator("#draft")).ToHaveTextAsync("I can offer sandals for 39.9 EUR.");
                break;
            default:
                await page.Locator("#reject > summary").ClickAsync();
                await page.GetByLabel("Why").SelectOptionAsync("Tone");
                await page.GetByLabel("Note").FillAsync("Too short");
                await page.Button("Reject the draft").ClickAsync();
                await Expect(page.State()).ToContainTextAsync("Rejected by you: the tone is not ours.");
                await Expect(page.State()).ToContainTextAsync("Too short");
                (await site.MessagesAsync(item)).ShouldBe(0);
                break;
        }
    }

    [Fact]
    public async Task Edit_WhileTyping_ShowsTheSameChangesAsTheServer()
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.OpenAsync(item);
        await page.Locator("#edit > summary").ClickAsync();
        var text = page.GetByLabel("Text to be sent instead");
        await Expect(text).ToBeFocusedAsync();
        await text.FillAsync(item.Run.Draft.Text.Replace("offer", "gladly sell", StringComparison.Ordinal) + "\nÀ bientôt 👋🏽!");

        await Expect(page.Locator("#changes del")).ToHaveTextAsync(["offer"]);
        var live = await page.Locator("#changes [data-diff-text] > *").EvaluateAllAsync<string[]>("nodes => nodes.map(node => node.tagName + node.textContent)");
        await page.Button("Show what changes").ClickAsync();
        await Expect(page).ToHaveURLAsync($"{site.Address.OriginalString.TrimEnd('/')}/approvals/{item.ApprovalId}/edit");
        (await page.Locator("#changes [data-diff-text] > *").EvaluateAllAsync<string[]>("nodes => nodes.map(node => node.tagName + node.textContent)")).ShouldBe(live);
    }

    [Fact]
    public async Task Edit_TextThatPolicyDenies_KeepsTheTextAndSaysWhy()
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.OpenAsync(item);
        await page.Locator("#edit > summary").ClickAsync();
        await page.GetByLabel("Text to be sent instead").FillAsync("Our margen comercial is small.");
        var answer = await page.RunAndWaitForResponseAsync(() => page.Button("Approve the edited text").ClickAsync(), response => response.Request.Method == "POST");

        answer.Status.ShouldBe(422);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The policy does not let this text out");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("It has words that the policy forbids.");
        await Expect(page.GetByLabel("Text to be sent instead")).ToHaveValueAsync("Our margen comercial is small.");
        await Expect(page.State()).ToContainTextAsync("Waits for a decision.");

        await page.GetByLabel("Text to be sent instead").FillAsync("Our sandals are small.");
        await page.Button("Approve the edited text").ClickAsync();
        await Expect(page.State()).ToContainTextAsync("Sent, exactly once.");
    }

    [Fact]
    public async Task Reject_OtherWithoutANote_IsAskedForAndKeepsTheChoice()
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.OpenAsync(item);
        await page.Keyboard.PressAsync("r");
        await Expect(page.GetByLabel("Why")).ToBeFocusedAsync();
        await page.GetByLabel("Why").SelectOptionAsync("Other");
        await page.Button("Reject the draft").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The note: it is needed here");
        await Expect(page.GetByLabel("Why")).ToHaveValueAsync("Other");
        await Expect(page.State()).ToContainTextAsync("Waits for a decision.");
    }

    [Fact]
    public async Task Keys_QueueToDecision_NeedNoMouse()
    {
        var item = await site.AskAsync(Product);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/approvals");
        await page.Keyboard.PressAsync("j");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Draft for");
        await page.GotoAsync("/approvals/" + item.ApprovalId);
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByLabel("Use keys")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("e");
        await Expect(page.GetByLabel("Text to be sent instead")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(" area");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Button("Approve the edited text")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.State()).ToContainTextAsync("Edited and approved by you.");
        (await site.Agent.GetRunAsync(new GetRunRequest { RunId = item.Run.RunId }, site.As(Site.Shop, "agent", "watcher"))).Run.Draft.Text.ShouldEndWith(" area");
    }
}
