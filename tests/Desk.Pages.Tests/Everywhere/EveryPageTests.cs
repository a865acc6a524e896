using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;

namespace AiDesk.Desk.PagesTests.Everywhere;

/// <summary>Every page, of both tenants, in every language, light and dark, wide and narrow: what must hold of all.</summary>
[Collection(SiteTests.Name)]
public sealed class EveryPageTests(Site site)
{
    private const int WeightLimit = 150 * 1024;

    private const string Nowhere = "/nowhere-at-all";

    /// <summary>Found once: looking for pages costs as much as looking at them.</summary>
    private static readonly Dictionary<(string Tenant, string Role), IReadOnlyList<string>> Found = [];

    private static readonly string[] Languages = ["en", "es", "pt", "fr", "de", "it", "nl"];

    public static TheoryData<string> Views => ["light wide", "dark wide", "light phone", "dark phone", "light zoomed"];

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Page_InEveryView_IsSound(string view)
    {
        var faults = new List<string>();
        foreach (var (tenant, role, person) in PeopleOf(view))
        {
            await using var context = await site.SignedInAsync(tenant, role, person, OptionsOf(view), Languages[(tenant + view).Length % Languages.Length]);
            var page = await context.NewPageAsync();
            var paths = await PathsAsync(page, tenant, role);
            var reported = new List<string>();
            page.Console += (_, message) => reported.AddRange(message.Type is "error" or "warning" ? [message.Text] : []);
            page.Request += (_, request) => reported.AddRange(new Uri(request.Url).Authority == site.Address.Authority ? [] : ["asked another site: " + request.Url]);
            foreach (var path in paths)
            {
                await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });

                // The browser reports the status of a page that is not there by itself.
                _ = path == Nowhere && reported.RemoveAll(report => report.Contains("404", StringComparison.Ordinal)) > 0;
                faults.AddRange((await PageAudit.FaultsAsync(page)).Concat(reported).Select(fault => $"{tenant} {path}, {view}: {fault}"));
                reported.Clear();
            }
        }

        (faults.Count == 0).ShouldBeTrue(string.Join('\n', faults.Take(20)));
    }

    [Fact]
    public async Task Page_InEveryLanguage_HasWordsAndFits()
    {
        var faults = new List<string>();
        foreach (var language in Languages)
        {
            await using var context = await site.SignedInAsync(Site.Shop, "admin", "demo-admin", OptionsOf("light phone"), language);
            var page = await context.NewPageAsync();

            // Each page of the navigation; what lies behind them has its turn in the views above, in a language each.
            foreach (var path in (await PathsAsync(page, Site.Shop, "admin")).Where(path => path.LastIndexOf('/') == 0))
            {
                var response = await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
                faults.AddRange(response!.Status == (path == Nowhere ? 404 : 200) ? [] : [$"{language} {path}: {response.Status}"]);
                faults.AddRange((await page.EvaluateAsync<string>("() => document.documentElement.lang")) == language ? [] : [$"{language} {path}: said to be in another language"]);
                faults.AddRange((await PageAudit.FaultsAsync(page)).Where(fault => fault.Contains("wide in a window", StringComparison.Ordinal)).Select(fault => $"{language} {path}: {fault}"));
            }
        }

        (faults.Count == 0).ShouldBeTrue(string.Join('\n', faults.Take(20)));
    }

    [Fact]
    public async Task Page_WithAllThatItLoads_WeighsLittle()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "admin", "demo-admin");
        var page = await context.NewPageAsync();
        var faults = new List<string>();
        foreach (var path in await PathsAsync(page, Site.Shop, "admin"))
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            var weight = await page.EvaluateAsync<long>(
                "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource').filter(one => !one.name.endsWith('/events'))].reduce((sum, one) => sum + one.decodedBodySize, 0)");
            faults.AddRange(weight <= WeightLimit ? [] : [$"{path} weighs {weight} bytes"]);
        }

        faults.ShouldBeEmpty();
    }

    /// <summary>In the first view everybody; in the others each tenant's pages by turns, for they are the same pages.</summary>
    private static (string Tenant, string Role, string Person)[] PeopleOf(string view) => view switch
    {
        "light wide" => [(Site.Shop, "admin", "demo-admin"), (Site.Payments, "admin", "demo-admin"), (Site.Payments, "agent", "demo-agent"), (Site.Shop, "customer", "marta")],
        "dark wide" or "light phone" => [(Site.Payments, "admin", "demo-admin"), (Site.Shop, "customer", "marta")],
        _ => [(Site.Shop, "admin", "demo-admin"), (Site.Payments, "customer", "oliver")],
    };

    /// <summary>What a person can come to from the navigation, and one thing of each kind behind it.</summary>
    private static async Task<IReadOnlyList<string>> PathsAsync(IPage page, string tenant, string role)
    {
        if (Found.TryGetValue((tenant, role), out var found))
        {
            return found;
        }

        await page.GotoAsync("/", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        if (role == "customer")
        {
            return Found[(tenant, role)] = ["/chat", "/sign-in", Nowhere];
        }

        var places = await HrefsAsync(page, "nav a[href], .tabs a[href]");
        places.Count.ShouldBeGreaterThan(4);
        var behind = new List<string>();
        foreach (var place in places)
        {
            await page.GotoAsync(place, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            behind.AddRange((await HrefsAsync(page, "main a[href^='/']")).GroupBy(KindOf, StringComparer.Ordinal).Select(group => group.First()));
        }

        return Found[(tenant, role)] = [.. places.Concat(behind).DistinctBy(KindOf, StringComparer.Ordinal), "/sign-in", Nowhere];
    }

    /// <summary>Two addresses that differ in ids or queries only are pages of one kind.</summary>
    private static string KindOf(string path) => string.Join('/', path.Split('?')[0].Split('/').Take(3).Select(part => part.Length > 20 ? "*" : part)) + (path.Contains("tab=", StringComparison.Ordinal) ? path[path.IndexOf("tab=", StringComparison.Ordinal)..] : "");

    private static async Task<List<string>> HrefsAsync(IPage page, string selector) =>
        [.. (await page.Locator(selector).EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))")).Where(path => path.StartsWith('/')).Distinct(StringComparer.Ordinal)];

    private static BrowserNewContextOptions OptionsOf(string view) => new()
    {
        ColorScheme = view.StartsWith("dark", StringComparison.Ordinal) ? ColorScheme.Dark : ColorScheme.Light,

        // 200 % zoom of a window of 1280 by 900 is one of half the size in CSS pixels.
        ViewportSize = view.EndsWith("phone", StringComparison.Ordinal) ? new() { Width = 360, Height = 740 } : view.EndsWith("zoomed", StringComparison.Ordinal) ? new() { Width = 640, Height = 450 } : new() { Width = 1280, Height = 900 },
    };
}
