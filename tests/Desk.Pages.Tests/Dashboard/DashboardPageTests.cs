using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Agent.Pages.Shared.Charts;
using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Google.Protobuf;
using Microsoft.Playwright;

namespace AiDesk.Desk.PagesTests.Dashboard;

[Collection(SiteTests.Name)]
public sealed partial class DashboardPageTests(Site site)
{
    private static readonly BrowserNewContextOptions British = new() { Locale = "en-GB" };

    [Theory]
    [InlineData(Site.Shop)]
    [InlineData(Site.Payments)]
    public async Task Dashboard_OwnDays_ShowsTheNumbersOfTheApi(string tenant)
    {
        await CountedRows.SeedAsync(site, tenant);
        await using var context = await site.SignedInAsync(tenant, "agent", "iker", British);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/dashboard?" + CountedRows.Days);
        var period = Period().Match((await page.Locator("[data-headline=runs] a").GetAttributeAsync("href"))!);
        var answer = await ApiAsync(tenant, Uri.UnescapeDataString(period.Groups[1].Value), Uri.UnescapeDataString(period.Groups[2].Value));
        var frame = new PageFrame { Language = "en", Culture = CultureInfo.GetCultureInfo("en-GB"), Zone = TimeZoneInfo.Utc, Now = DateTimeOffset.UnixEpoch, Theme = "light", Path = "/" };

        foreach (var metric in answer.Metrics.Where(metric => metric.Labels.Count == 0 && metric.Name is not ("intent_share" or "reject_reasons" or "budget_use")))
        {
            var shown = page.Locator($"[data-metric={metric.Name}]");
            (await shown.InnerTextAsync()).ShouldBe(FigureText.Of(frame, metric.Unit, metric.Value.HasValue ? metric.Value.Value : null), metric.Name);
            (await shown.Locator("xpath=following-sibling::td[1]").InnerTextAsync()).ShouldBe(FigureText.Of(frame, metric.Unit, metric.Value.HasPreviousValue ? metric.Value.PreviousValue : null), metric.Name);
            (await shown.Locator("xpath=following-sibling::td[3]").InnerTextAsync()).ShouldBe(frame.Number(metric.Value.N), metric.Name);
        }

        var runs = answer.Metrics.Single(metric => metric.Name == "runs" && metric.Labels.Count == 0).Value.Value;
        var table = page.Locator("figure", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = "Runs over time" }) }).Locator("tbody td");
        (await table.AllTextContentsAsync()).Sum(text => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0).ShouldBe(runs, "the table behind the chart");
        (await table.CountAsync()).ShouldBe(47, "an hour a point, and the night of summer time has one less");
        (await page.Locator("main script:not([src]), main b").CountAsync()).ShouldBe(0, "what a model calls an intent is text");
        (await page.GetByText(tenant == Site.Shop ? "delivery" : CountedRows.Markup).CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Dashboard_NumbersWorkedOutByHand_AreShownWithTheChange()
    {
        await CountedRows.SeedAsync(site, Site.Shop);
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "vera", British);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/dashboard?" + CountedRows.Days);
        (await page.Locator("[data-headline=runs]").InnerTextAsync()).ShouldContain("500% more");
        (await page.Locator("[data-headline=approved_share] .big").InnerTextAsync()).ShouldBe("50%");
        (await page.Locator("[data-headline=approved_share]").InnerTextAsync()).ShouldContain("50.0 points less");
        (await page.Locator("[data-headline=decision_seconds_p50] .big").InnerTextAsync()).ShouldBe("2 min");
    }

    [Theory]
    [InlineData("runs", 6, "")]
    [InlineData("tokens", 2, "1,500")]
    [InlineData("approved_share", 4, "50%")]
    [InlineData("resolution_seconds_p50", 1, "26 h")]
    public async Task Rows_OfANumber_SumToIt(string metric, int rows, string number)
    {
        await CountedRows.SeedAsync(site, Site.Shop);
        await using var context = await site.SignedInAsync(Site.Shop, "agent", "iker", British);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/dashboard?" + CountedRows.Days);
        await page.Locator($"[data-metric={metric}] a").ClickAsync();
        var lines = page.Locator("table.rows tbody tr");
        (await lines.CountAsync()).ShouldBe(rows);
        (await lines.Locator("a[href^='/runs/']").CountAsync()).ShouldBe(rows, "each leads to its run");
        (await page.Locator("[data-count]").InnerTextAsync()).ShouldBe(rows.ToString(CultureInfo.InvariantCulture));
        if (number.Length > 0)
        {
            (await page.Locator("[data-number]").InnerTextAsync()).ShouldBe(number);
        }

        var values = await lines.Locator("td:nth-child(3)").AllTextContentsAsync();
        switch (metric)
        {
            case "tokens":
                values.Sum(value => double.Parse(value, NumberStyles.Number, CultureInfo.GetCultureInfo("en-GB"))).ShouldBe(1500);
                break;
            case "approved_share":
                values.Count(value => value == "yes").ShouldBe(2);
                break;
            default:
                break;
        }
    }

    [Fact]
    public async Task Dashboard_NothingCounted_SaysNoDataAndNeverZero()
    {
        await using var context = await site.SignedInAsync(Site.Payments, "agent", "rory", British);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/dashboard?from=2020-01-01&to=2020-01-07");
        (await page.Locator("[data-metric]").AllInnerTextsAsync()).ShouldAllBe(text => text == "No data");
        (await page.Locator("section.measured:not([aria-labelledby=section-budgets])").AllInnerTextsAsync()).ShouldAllBe(text => !text.Contains("0%"));
        (await page.Locator("svg.plot").CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("from=2026-03-30&to=2026-03-29", "before the first")]
    [InlineData("from=yesterday&to=2026-03-29", "not a date")]
    [InlineData("from=2020-01-01&to=2026-03-29", "more than 366 days")]
    public async Task Dashboard_DaysThatAreNone_SaysSoAndShowsTheWeek(string days, string said)
    {
        await using var context = await site.SignedInAsync(Site.Shop, "agent", "iker", British);
        var page = await context.NewPageAsync();
        (await page.GotoAsync("/dashboard?" + days))!.Status.ShouldBe(400);
        (await page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldContain(said);
        (await page.GetByRole(AriaRole.Link, new() { Name = "7 days" }).GetAttributeAsync("aria-current")).ShouldBe("true");
    }

    [Fact]
    public async Task Chart_ByKeyboard_SaysEachPoint()
    {
        await CountedRows.SeedAsync(site, Site.Shop);
        await using var context = await site.SignedInAsync(Site.Shop, "agent", "iker", British);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/dashboard?from=2026-03-28&to=2026-03-31");
        var plot = page.GetByRole(AriaRole.Img, new() { Name = "Runs over time" });
        await plot.FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("figure", new() { Has = plot }).GetByRole(AriaRole.Status)).ToHaveTextAsync("29/03/2026: 6");
    }

    [GeneratedRegex("start=([^&]+)&end=([^&]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Period();

    private async Task<GetDashboardResponse> ApiAsync(string tenant, string start, string end)
    {
        using var http = new HttpClient { BaseAddress = site.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", site.Token(tenant, "agent", "iker"));
        return JsonParser.Default.Parse<GetDashboardResponse>(await http.GetStringAsync(new Uri($"/api/dashboard?start_time={Uri.EscapeDataString(start)}&end_time={Uri.EscapeDataString(end)}", UriKind.Relative)));
    }
}
