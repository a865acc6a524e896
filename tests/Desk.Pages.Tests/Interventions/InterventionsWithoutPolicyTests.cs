using AiDesk.Agent;
using AiDesk.Desk.Harness;
using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiDesk.Desk.PagesTests.Interventions;

/// <summary>A desk whose policy service stops: the page says so, and the rest of the site works.</summary>
[Collection(SiteTests.Name)]
public sealed class InterventionsWithoutPolicyTests(Site site)
{
    [Fact]
    public async Task Feed_ThePolicyServiceStops_SaysSoAndTheRestWorks()
    {
        await using var policy = await PolicyServer.StartAsync();
        await using var desk = await AgentServiceHost.StartAsync(
            new AgentServiceOptions
            {
                Development = true, HttpAddress = "127.0.0.1:0", GrpcAddress = "127.0.0.1:0", Postgres = site.Superuser,
                StateDirectory = policy.StateDirectory, PolicyAddress = policy.Address.OriginalString,
            },
            CancellationToken.None);
        await using var context = await site.Browser.NewContextAsync(new() { BaseURL = desk.HttpAddress.OriginalString, Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/interventions");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ada Administrator" }).ClickAsync();
        await Expect(page.GetByText("The policy has not had to intervene yet.")).ToBeVisibleAsync();

        await policy.StopAsync();
        await Expect(page.GetByText("The policy service does not answer")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        (await page.GotoAsync("/interventions"))!.Status.ShouldBe(200);
        await Expect(page.GetByText("The policy service does not answer")).ToBeVisibleAsync();
        (await page.GotoAsync("/runs"))!.Status.ShouldBe(200);
        (await page.GotoAsync("/knowledge"))!.Status.ShouldBe(200);
    }
}
