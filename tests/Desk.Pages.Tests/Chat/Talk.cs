using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;

namespace AiDesk.Desk.PagesTests.Chat;

/// <summary>Steps that tests of the chat share.</summary>
internal static class Talk
{
    /// <summary>A customer who has not been here before: nobody's limits, strikes and repeats are another test's.</summary>
    public static string Somebody() => "guest-" + Guid.NewGuid().ToString("N")[..12];

    public static async Task SendAsync(IPage page, string text)
    {
        await page.Locator("#text").FillAsync(text);
        await page.Locator("#chat-form button").ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath is { Length: 42 } path && path.StartsWith("/chat/", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
    }

    public static string ConversationOf(IPage page) => new Uri(page.Url).Segments[^1];

    /// <summary>The form's fields as they stand, with that text.</summary>
    public static async Task<IFormData> FormAsync(IPage page, string text)
    {
        var form = page.APIRequest.CreateFormData();
        foreach (var name in new[] { "csrf", "request_id", "conversation_id" })
        {
            form.Set(name, await page.Locator($"#chat-form input[name={name}]").InputValueAsync());
        }

        form.Set("text", text);
        return form;
    }

    /// <summary>Waits for the draft of the conversation's newest run, approves it and waits until it is sent.</summary>
    public static async Task ApproveAsync(Site site, string tenant, string conversation)
    {
        var run = await UntilAsync(site, tenant, conversation, RunState.PendingApproval);
        await site.Agent.ApproveRunAsync(
            new ApproveRunRequest { RunId = run.RunId, DraftHash = run.Draft.Hash, ConversationVersion = run.ConversationVersion }, site.As(tenant, "approver", "demo-approver"));
        await UntilAsync(site, tenant, conversation, RunState.ApprovedSent);
    }

    /// <summary>The newest run once it stands there.</summary>
    public static async Task<Run> UntilAsync(Site site, string tenant, string conversation, RunState state)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var run = (await site.Agent.ListRunsAsync(new ListRunsRequest { ConversationId = conversation, PageSize = 1 }, site.As(tenant, "approver", "demo-approver"))).Runs[0];
            if (run.State == state)
            {
                return run;
            }

            await beat.WaitForNextTickAsync(limit.Token);
        }
    }
}
