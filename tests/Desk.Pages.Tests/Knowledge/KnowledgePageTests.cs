using AiDesk.Agent.Knowledge;
using AiDesk.Agent.Tenants;
using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using AiDesk.Identity;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiDesk.Desk.PagesTests.Knowledge;

/// <summary>Sources that are added, read and searched; by whom, and whose.</summary>
[Collection(SiteTests.Name)]
public sealed class KnowledgePageTests(Site site)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Source_AddedAndReadTwice_ChangesNothingTheSecondTime(bool withScripts)
    {
        var id = "folder-" + Guid.NewGuid().ToString("N")[..8];
        var folder = Folder(id, ("returns.md", "# Returns\n\nYou can send back what you bought."), ("hours.md", "# Hours\n\nWe are there from nine to five."), ("empty.md", ""));
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "demo-admin", new() { JavaScriptEnabled = withScripts });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/knowledge");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a source" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("A folder of " + id);
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync(id);
        await page.GetByLabel("Folder or address").FillAsync("../" + id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a source" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Check the field “Folder or address”.");
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("A folder of " + id);
        await page.GetByLabel("Folder or address").FillAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a source" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The source was added." })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Read again now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The source was read." })).ToBeVisibleAsync();
        (await CountsAsync(page)).ShouldBe(("2", "0", "0"));
        await Expect(page.GetByText("empty.md")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Read again now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Added" }).GetByRole(AriaRole.Cell).First).ToHaveTextAsync("0");
        (await CountsAsync(page)).ShouldBe(("0", "0", "0"));

        // Most of it is gone: not without being told to.
        File.Delete(Path.Combine(folder, "returns.md"));
        File.Delete(Path.Combine(folder, "hours.md"));
        File.WriteAllText(Path.Combine(folder, "other.md"), "# Other\n\nSomething else.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Read again now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("More than half of the documents would go");
        await page.GetByLabel("I have looked at the source: drop what is gone from it").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Read again now" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Removed" }).GetByRole(AriaRole.Cell).First).ToHaveTextAsync("2");
        (await CountsAsync(page)).ShouldBe(("1", "0", "2"));
    }

    [Fact]
    public async Task Source_ThatIsThere_IsNotChangedByTheForm()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "demo-admin");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/knowledge/sources/new");
        await page.GetByLabel("Name").FillAsync("Another name");
        await page.GetByLabel("Id", new() { Exact = true }).FillAsync("help-centre");
        await page.GetByLabel("Kind").SelectOptionAsync("Pushed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a source" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is a source of that id already.");
        await page.GotoAsync("/knowledge/help-centre");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Help centre");
    }

    [Theory]
    [InlineData(Site.Shop, "devoluciones a domicilio")]
    [InlineData(Site.Payments, "how long does a refund take")]
    public async Task Search_OfAQuestion_ShowsWhyEachPassageFits(string tenant, string question)
    {
        await using var context = await site.SignedInAsync(tenant, "agent", "demo-agent");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/knowledge");
        await page.GetByRole(AriaRole.Searchbox).FillAsync(question);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        var hit = page.Locator(".kb-hit").First;
        await Expect(hit.Locator("mark").First).ToBeVisibleAsync();
        (await hit.Locator("mark").AllInnerTextsAsync()).ShouldAllBe(word => word.Length >= 3);
        (await hit.Locator("meter").GetAttributeAsync("value")).ShouldNotBeNullOrEmpty();
        (await hit.Locator("p.text").InnerTextAsync()).ShouldBe(await hit.Locator("p.text").EvaluateAsync<string>("node => node.textContent"), "nothing is written between the pieces");
        var (title, text) = (await hit.GetByRole(AriaRole.Link).InnerTextAsync(), await hit.Locator("p.text").InnerTextAsync());
        await hit.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);
        await Expect(page.Locator(".kb-passages li:target p.text")).ToHaveTextAsync(text);
        await page.GotoAsync("/knowledge?q=zzzzqqqq");
        await Expect(page.GetByText("Nothing fits.")).ToBeVisibleAsync();
        (await page.GotoAsync("/knowledge?q=" + new string('a', 1001)))!.Status.ShouldBe(200);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("longer than 1,000");
    }

    [Fact]
    public async Task Knowledge_OfEachTenantAndRole_IsTheirs()
    {
        var canary = "canary" + Guid.NewGuid().ToString("N")[..16];
        var theirs = "their-" + Guid.NewGuid().ToString("N")[..8];
        await PushAsync(Site.Payments, theirs, canary, ("secret.md", $"# {canary}\n\nThe word is {canary}."));
        var documents = await site.Get<KnowledgeReads>().ListDocumentsAsync(Admin(Site.Payments), new ListDocumentsRequest { SourceId = theirs }, CancellationToken.None);
        await using var context = await site.SignedInAsync(Site.Shop, "agent", "demo-agent");
        var page = await context.NewPageAsync();
        foreach (var path in new[] { "/knowledge", "/knowledge?q=" + canary })
        {
            await page.GotoAsync(path);
            (await page.Locator("main").InnerTextAsync()).ShouldNotContain("The word is");
            (await page.Locator("main").InnerTextAsync()).ShouldNotContain(theirs);
        }

        foreach (var path in new[] { "/knowledge/" + theirs, "/knowledge/nobodys", "/knowledge/documents/" + documents.Documents[0].DocumentId, "/knowledge/documents/" + Guid.CreateVersion7(), "/knowledge/documents/no-id" })
        {
            (await page.GotoAsync(path))!.Status.ShouldBe(404, path);
        }

        // Agents look and do not change: no button, no form, and no way around them.
        await page.GotoAsync("/knowledge/help-centre");
        await Expect(page.GetByText("Administrators read a source again.")).ToBeVisibleAsync();
        (await page.GotoAsync("/knowledge/sources/new"))!.Status.ShouldBe(403);
        await page.GotoAsync("/knowledge");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Add a source" })).ToHaveCountAsync(0);
        (await page.APIRequest.PostAsync("/knowledge/help-centre/resync", new() { Form = page.APIRequest.CreateFormData(), MaxRedirects = 0 })).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Knowledge_OfTextsThatAreMarkup_ShowsThemToTheLetter()
    {
        var id = "markup-" + Guid.NewGuid().ToString("N")[..8];
        await PushAsync(Site.Shop, id, Payloads.Short[0], ("<script>path.txt", $"Xanthippe says {Payloads.AllInOne} to Xanthippe"));
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "demo-admin");
        var page = await context.NewPageAsync();
        foreach (var path in new[] { "/knowledge", "/knowledge/" + id, "/knowledge?q=Xanthippe+script", "/knowledge?q=" + Uri.EscapeDataString(Payloads.AllInOne) })
        {
            await page.GotoAsync(path);
            await Payloads.ShouldHaveDoneNothingAsync(page);
        }

        await page.GotoAsync("/knowledge?q=Xanthippe");
        await Expect(page.Locator("mark").First).ToHaveTextAsync("Xanthippe");
        (await page.Locator(".kb-hit p.text").First.InnerTextAsync()).ShouldContain(Payloads.All[0]);
        await page.Locator(".kb-hit a").First.ClickAsync();
        (await page.Locator(".kb-passages p.text").First.InnerTextAsync()).ShouldContain(Payloads.All[0]);
        await Payloads.ShouldHaveDoneNothingAsync(page);
    }

    private static DeskCaller Admin(string tenant) => new(tenant, "demo-admin", "demo-admin", PrincipalRoles.Admin, "", "");

    /// <summary>Documents added, changed, removed, as the page says.</summary>
    private static async Task<(string Added, string Changed, string Removed)> CountsAsync(IPage page)
    {
        async Task<string> CellAsync(string row) =>
            await page.GetByRole(AriaRole.Region, new() { Name = "Last read" }).Locator("tr").Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = row, Exact = true }) }).Locator("td").First.InnerTextAsync();
        return (await CellAsync("Added"), await CellAsync("Changed"), await CellAsync("Removed"));
    }

    private async Task PushAsync(string tenant, string id, string name, params (string Path, string Text)[] documents)
    {
        await site.Get<KnowledgeSources>().PutAsync(Admin(tenant), new PutSourceRequest { Source = new Source { SourceId = id, Name = name, Kind = SourceKind.Pushed } }, CancellationToken.None);
        var request = new ResyncSourceRequest { SourceId = id, Complete = true, Documents = { documents.Select(document => new PushedDocument { Path = document.Path, Text = document.Text }) } };
        await site.Get<KnowledgeSync>().ResyncAsync(Admin(tenant), request, CancellationToken.None);
    }

    private string Folder(string id, params (string Path, string Text)[] files)
    {
        var folder = Path.Combine(site.Get<KnowledgeOptions>().FolderOf(Site.Shop), id);
        Directory.CreateDirectory(folder);
        foreach (var (path, text) in files)
        {
            File.WriteAllText(Path.Combine(folder, path), text);
        }

        return folder;
    }
}
