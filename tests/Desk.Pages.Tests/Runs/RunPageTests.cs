using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiDesk.Desk.PagesTests.Runs;

/// <summary>One run, and the list of them: what happened, for whom, and nothing that is not theirs.</summary>
[Collection(SiteTests.Name)]
public sealed class RunPageTests(Site site)
{
    [Theory]
    [InlineData(Site.Shop, "marta", "Hola, ¿por dónde va mi pedido ORD-100200? Pregunto por la entrega.", "get_order", "warehouse_ref", "WH7-100200-KX")]
    [InlineData(Site.Payments, "olivia", "Hello, which status does payment PAY-7F3K9Q2M have today?", "get_payment", "processor_ref", "ACQ-55-991-ZZ")]
    public async Task Run_WhileItWorks_FollowsAndShowsAllButWhatIsHidden(string tenant, string person, string text, string tool, string hidden, string value)
    {
        var posted = await site.WriteAsync(tenant, person, text);
        await using var context = await site.SignedInAsync(tenant, "agent", "demo-agent");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs/" + posted.RunId);

        await Expect(page.Locator("#run .badge").First).ToHaveTextAsync("Waits for a person");
        var timeline = page.GetByRole(AriaRole.Region, new() { Name = "What happened" });
        await Expect(timeline.GetByText(text)).ToBeVisibleAsync();
        await Expect(timeline.Locator(".of-tool").GetByText(tool)).ToBeVisibleAsync();
        await Expect(timeline.GetByText("Hidden from the model")).ToBeVisibleAsync();
        (await timeline.Locator(".hidden-names").InnerTextAsync()).ShouldContain(hidden);
        (await timeline.Locator("li.moment").First.InnerTextAsync()).ShouldContain(text);
        (await timeline.Locator("li.moment strong").AllInnerTextsAsync()).ShouldBe(
            [
                .. await timeline.Locator("li.moment").Nth(0).Locator("strong").AllInnerTextsAsync(), "What goes to the model was checked", "A tool call was checked", "Tool " + tool,
                "A tool’s result was filtered", "What goes to the model was checked", "The reply was checked", "A tool call was checked", "The agent’s draft", "Put before a person",
            ]);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Conversation" }).GetByText(text)).ToBeVisibleAsync();
        (await page.ContentAsync()).ShouldNotContain(value);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Audit" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Run_OfAnAdmin_HasItsAudit()
    {
        var posted = await site.WriteAsync(Site.Payments, "olivia", "Hello, I need the status of payment PAY-2B8D4X6L for my books.");
        await using var context = await site.SignedInAsync(Site.Payments, "admin", "demo-admin");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs/" + posted.RunId);

        var audit = page.GetByRole(AriaRole.Region, new() { Name = "Audit" });
        await Expect(audit.GetByRole(AriaRole.Row).Filter(new() { HasText = "Working → Waits for a person" })).ToBeVisibleAsync();
        await Expect(audit.GetByRole(AriaRole.Row).Filter(new() { HasText = "olivia" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Runs_OfEachTenant_AreTheirsAlone()
    {
        var canary = "canary-" + Guid.NewGuid().ToString("N");
        var theirs = await site.WriteAsync(Site.Payments, "olivia", $"Please tell me about my fees, {canary}");
        var ours = await site.WriteAsync(Site.Shop, "emily", $"Where is my parcel, I ask on {Guid.NewGuid():N}?");
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "demo-admin");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs");
        await Expect(page.Locator($"a[href='/runs/{ours.RunId}']")).ToBeVisibleAsync();
        (await page.ContentAsync()).ShouldNotContain(theirs.RunId);

        var another = await page.GotoAsync("/runs/" + theirs.RunId);
        var said = await page.Locator("main").InnerHTMLAsync();
        var unknown = await page.GotoAsync("/runs/" + Guid.CreateVersion7());

        (another!.Status, unknown!.Status).ShouldBe((404, 404));
        said.ShouldNotContain(canary);
        (await page.Locator("main").InnerHTMLAsync()).ShouldBe(said);
        (await page.GotoAsync("/runs/no-id-at-all"))!.Status.ShouldBe(404);
        (await page.Locator("main").InnerHTMLAsync()).ShouldBe(said);
        await page.GotoAsync("/runs?conversation=" + theirs.ConversationId);
        await Expect(page.GetByText("No run is like that.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Runs_Filtered_AreThoseAlone()
    {
        var posted = await site.WriteAsync(Site.Shop, "emily", $"Hello, I want to speak to a person about {Guid.NewGuid():N}.");
        await using var context = await site.SignedInAsync(Site.Shop, "agent", "demo-agent");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs?conversation=" + posted.ConversationId);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { Has = page.Locator($"a[href='/runs/{posted.RunId}']") });
        await Expect(row.GetByText("The customer asked for a person")).ToBeVisibleAsync();
        await Expect(row.GetByText("Emily Clark")).ToBeVisibleAsync();
        await Expect(page.Locator("#runs tbody tr")).ToHaveCountAsync(1);

        await page.GetByLabel("State").SelectOptionAsync("Rejected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.GetByText("No run is like that.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        await page.GetByLabel("State").SelectOptionAsync("Completed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.Locator($"a[href='/runs/{posted.RunId}']")).ToBeVisibleAsync();
        (await page.Locator("#runs tbody .badge").AllInnerTextsAsync()).ShouldAllBe(state => state == "Ended without a reply");
    }

    [Fact]
    public async Task Runs_OfACustomer_AreRefused()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "customer", "marta");
        var page = await context.NewPageAsync();
        foreach (var path in new[] { "/runs", "/runs/" + Guid.CreateVersion7(), "/interventions", "/knowledge", "/knowledge/help-centre" })
        {
            (await page.GotoAsync(path))!.Status.ShouldBe(403, path);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You may not do this");
        }
    }

    [Fact]
    public async Task Run_OfTextsThatAreMarkup_ShowsThemToTheLetter()
    {
        // The customer's name and words, and what a tool says.
        var contact = "x-" + Guid.NewGuid().ToString("N")[..12];
        await Payloads.StoreAsync(site.Superuser, Site.Shop, contact);
        var posted = await site.WriteAsync(Site.Shop, contact, $"Do you sell markupling shoes? {Payloads.AllInOne}");
        var asked = await site.WriteAsync(Site.Shop, contact, "Do you sell a markupling shoe?");
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "demo-admin");
        var page = await context.NewPageAsync();

        await page.GotoAsync("/runs/" + posted.RunId);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Run for " + Payloads.Short[0]);
        (await page.Locator(".of-customer .text").First.InnerTextAsync()).ShouldContain(Payloads.AllInOne);
        await Payloads.ShouldHaveDoneNothingAsync(page);

        await page.GotoAsync("/runs/" + asked.RunId);
        await Expect(page.Locator("#run .badge").First).Not.ToHaveTextAsync("Working");
        (await page.Locator(".of-tool pre").Last.InnerTextAsync()).ShouldContain(Payloads.Short[1]);
        await Payloads.ShouldHaveDoneNothingAsync(page);

        await page.GotoAsync("/runs");
        await Expect(page.GetByText(Payloads.Short[0]).First).ToBeVisibleAsync();
        await Payloads.ShouldHaveDoneNothingAsync(page);
    }
}
