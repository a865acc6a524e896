using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;

namespace AiDesk.Desk.PagesTests.Budgets;

[Collection(SiteTests.Name)]
public sealed class BudgetsPageTests(Site site)
{
    [Theory]
    [InlineData("tenant_daily", "warn", "300")]
    [InlineData("tenant_daily", "deny", "398.5")]
    [InlineData("campaign · c-42", "deny", "360")]
    [InlineData("department · marketing", "approve", "320")]
    public async Task Budgets_OfThePolicy_HaveTheirMarksAtTheirPlaces(string budget, string mark, string place)
    {
        await using var context = await site.SignedInAsync(Site.Shop, "agent", "iker");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/budgets");
        var gauge = page.GetByRole(AriaRole.Article, new() { Name = budget, Exact = true });
        (await gauge.Locator($"line[data-mark={mark}]").GetAttributeAsync("x1")).ShouldBe(place);
    }

    [Theory]
    [InlineData(Site.Shop)]
    [InlineData(Site.Payments)]
    public async Task Budgets_LookedUp_SaysStrikesAndLimitsOfOne(string tenant)
    {
        await using var context = await site.SignedInAsync(tenant, "agent", "iker", new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/budgets");
        await page.GetByLabel("Session, user").FillAsync("<i>nobody</i>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look up" }).ClickAsync();
        (await page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Counted for" }).InnerTextAsync()).ShouldContain("<i>nobody</i>");
        await Assertions.Expect(page.GetByText("Strikes: 0 of 3. Not blocked.")).ToBeVisibleAsync();
    }
}
