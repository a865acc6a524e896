using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;

namespace AiDesk.Desk.PagesTests.Frame;

[Collection(SiteTests.Name)]
public sealed class SignInTests(Site site)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignIn_DevelopmentPerson_ComesToThePageThatWasAskedFor(bool withScripts)
    {
        await using var context = await site.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = site.Address.OriginalString, JavaScriptEnabled = withScripts, Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Vera Approver" }).ClickAsync();
        new Uri(page.Url).AbsolutePath.ShouldBe("/runs");
        (await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync()).ShouldBe("Runs");
    }
}
