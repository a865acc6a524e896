using System.Text.RegularExpressions;
using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;

namespace AiDesk.Desk.PagesTests.Policy;

[Collection(SiteTests.Name)]
public sealed class PolicyPageTests(Site site)
{
    [Theory]
    [InlineData(Site.Shop, "locale: es")]
    [InlineData(Site.Payments, "tenant: harbour-pay")]
    public async Task Policy_InForce_IsShownWithItsVersion(string tenant, string line)
    {
        await using var context = await site.SignedInAsync(tenant, "admin", "nora");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/policy");
        (await page.Locator("[data-version]").InnerTextAsync()).ShouldMatch("^[0-9a-f]{16}$");
        (await page.Locator("pre").First.InnerTextAsync()).ShouldContain(line);
        (await page.GetByRole(AriaRole.Button, new() { Name = "Put in force" }).CountAsync()).ShouldBe(0, "policies come from files");
    }

    [Fact]
    public async Task Candidate_WithErrors_SaysEachWithItsPlaceAndKeepsTheText()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "nora");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/policy");
        var field = page.GetByLabel("policy.yaml of the candidate");
        const string wrong = "tenant: tienda-alba\nextends: _base/retail\n\"<img src=x onerror=alert(1)>\": 1\nautopilot: { level: 9 }\n";
        await field.FillAsync(wrong);
        var answer = await page.RunAndWaitForResponseAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Check and replay" }).ClickAsync(), new Regex("/policy/candidate$", RegexOptions.NonBacktracking));
        answer.Status.ShouldBe(422);
        var problems = await page.Locator("#result .problems li").AllInnerTextsAsync();
        problems.ShouldContain(problem => problem.Contains("policy.yaml:3:1") && problem.Contains("<img src=x onerror=alert(1)>"));
        problems.ShouldContain(problem => problem.Contains("policy.yaml:4:") && problem.Contains("autopilot.level"));
        (await page.Locator("main img").CountAsync()).ShouldBe(0);
        (await field.InputValueAsync()).ShouldBe(wrong);
    }

    [Fact]
    public async Task Candidate_ThatIsStricter_SaysWhichDecisionsItWouldFlip()
    {
        await site.Agent.PostMessageAsync(
            new PostMessageRequest { Text = "¿Tienen todavía la lámpara de bambú del catálogo de primavera, en verde?", RequestId = Guid.NewGuid().ToString(), Locale = "es" },
            site.As(Site.Shop, "customer", "cliente-politica"));
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "nora", new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/policy");
        var field = page.GetByLabel("policy.yaml of the candidate");
        await field.FillAsync((await field.InputValueAsync()).Replace("\ninput:\n", "\ninput:\n  max_chars: 20\n", StringComparison.Ordinal));
        var flip = page.Locator("#result tbody tr").Filter(new() { HasText = "TOO_LONG" }).First;

        // Records are written behind the decision: checked again until it is there.
        for (var tries = 0; tries < 50 && await flip.CountAsync() == 0; tries++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Check and replay" }).ClickAsync();
        }

        (await flip.InnerTextAsync()).ShouldSatisfyAllConditions(text => text.ShouldContain("Message"), text => text.ShouldContain("Allow"), text => text.ShouldContain("Deny"));
    }

    [Theory]
    [InlineData("agent", false)]
    [InlineData("approver", false)]
    [InlineData("admin", true)]
    public async Task Policy_ByRole_IsForAdministrators(string role, bool may)
    {
        await using var context = await site.SignedInAsync(Site.Shop, role, "person-" + role);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/budgets");
        (await page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Policy" }).CountAsync()).ShouldBe(may ? 1 : 0);
        (await page.GotoAsync("/policy"))!.Status.ShouldBe(may ? 200 : 403);
        (await page.GotoAsync("/dashboard"))!.Status.ShouldBe(200);
    }

    [Fact]
    public async Task Policy_OfAnUnknownVersion_IsNotFound()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "nora");
        var page = await context.NewPageAsync();
        (await page.GotoAsync("/policy?version=0123456789abcdef"))!.Status.ShouldBe(404);
        (await page.GotoAsync("/policy?version=<script>"))!.Status.ShouldBe(404);
    }
}
