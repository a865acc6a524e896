using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Dapper;
using Microsoft.Playwright;
using Npgsql;

namespace AiDesk.Desk.PagesTests.Approvals;

/// <summary>Makes things wait for a person, each of a customer of its own, and looks behind the pages at what came of them.</summary>
internal static class Waiting
{
    public const string Product = "Do you have sandals for the summer?";
    public const string PaymentLink = "Can you send me a payment link for 44,50 please?";
    public const string Cancel = "Please cancel my subscription";

    public static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    public static IPageAssertions Expect(IPage page) => Assertions.Expect(page);

    /// <summary>A customer's message whose run waits for a person; the customer is new.</summary>
    public static async Task<PendingItem> AskAsync(this Site site, string text, string person = "")
    {
        person = person.Length > 0 ? person : "c-" + Guid.NewGuid().ToString("N")[..12];
        var posted = await site.Agent.PostMessageAsync(new PostMessageRequest { Text = text, RequestId = Guid.NewGuid().ToString(), Locale = "en" }, site.As(Site.Shop, "customer", person));
        await site.UntilAsync(posted.ConversationId, posted.RunId, RunState.PendingApproval);
        return await site.FindAsync(posted.RunId);
    }

    /// <summary>Until the run has been there.</summary>
    public static async Task UntilAsync(this Site site, string conversation, string run, RunState state)
    {
        using var watch = site.Agent.WatchEvents(new WatchEventsRequest { ConversationId = conversation, AfterCursor = "0-0" }, site.As(Site.Shop, "agent", "watcher"));
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (watch.ResponseStream.Current.Event is { Kind: "run_state" } moved && moved.RunId == run && moved.ToState == state)
            {
                return;
            }
        }

        throw new InvalidOperationException($"the run did not come to {state}");
    }

    public static async Task<PendingItem> FindAsync(this Site site, string run)
    {
        var token = "";
        do
        {
            var page = await site.Agent.ListPendingAsync(new ListPendingRequest { PageSize = 100, PageToken = token }, site.As(Site.Shop, "agent", "watcher"));
            if (page.Items.FirstOrDefault(item => item.Run.RunId == run) is { } found)
            {
                return found;
            }

            token = page.NextPageToken;
        }
        while (token.Length > 0);

        throw new InvalidOperationException("the run does not wait");
    }

    public static async Task<IPage> OpenAsync(this IBrowserContext context, PendingItem item)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/approvals/" + item.ApprovalId);
        return page;
    }

    /// <summary>As the superuser, whom no policy of rows binds.</summary>
    public static async Task<T> ScalarAsync<T>(this Site site, string sql, object? arguments = null)
    {
        await using var connection = new NpgsqlConnection(site.Superuser);
        return (await connection.ExecuteScalarAsync<T>(sql, arguments))!;
    }

    public static Task<long> MessagesAsync(this Site site, PendingItem item) =>
        site.ScalarAsync<long>("SELECT count(*) FROM desk.messages WHERE run_id = @run AND author = 'bot'", new { run = Guid.Parse(item.Run.RunId) });

    public static BrowserNewContextOptions WithoutScripts => new() { JavaScriptEnabled = false };

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    public static ILocator State(this IPage page) => page.Locator("#state");
}
