using AiDesk.Agent.V1;
using AiDesk.Desk.PagesTests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AiDesk.Desk.PagesTests.Chat;

/// <summary>What a customer does in the chat, and what comes of it at the desk.</summary>
[Collection(SiteTests.Name)]
public sealed class ChatTests(Site site)
{
    [Theory]
    [InlineData(Site.Shop, "es", "Buenos días", "¡Hola! ¿En qué puedo ayudarle?")]
    [InlineData(Site.Payments, "en", "Good morning", "Hello! How can I help you?")]
    public async Task Chat_AnswerThatIsApproved_AppearsByItself(string tenant, string language, string question, string answer)
    {
        await using var context = await site.SignedInAsync(tenant, "customer", Talk.Somebody(), language: language);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat");
        new Uri(page.Url).AbsolutePath.ShouldBe("/chat/new");
        await Talk.SendAsync(page, question);

        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync(question);
        await Expect(page.Locator("#next")).ToContainTextAsync(language == "es" ? "revisando la respuesta" : "looking at the answer");
        await Talk.ApproveAsync(site, tenant, Talk.ConversationOf(page));
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync(answer);
        await Expect(page.Locator("#next")).ToBeHiddenAsync();
        (await page.GetByRole(AriaRole.Log).GetByText(answer).CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Chat_WithoutScripts_SendsAndShowsTheAnswer()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "customer", Talk.Somebody(), new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat/new");
        await Talk.SendAsync(page, "Good afternoon");
        await Talk.ApproveAsync(site, Site.Shop, Talk.ConversationOf(page));
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Hello! How can I help you?");

        // The form is there for the next message, and the conversation in the list.
        await Talk.SendAsync(page, "Thank you very much");
        await Expect(page.GetByRole(AriaRole.Log).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);
        await Expect(page.Locator(".others a[aria-current]")).ToContainTextAsync("Good afternoon");
    }

    [Fact]
    public async Task Chat_ColleagueAnswers_SaysSoAndAsksNoAgentAnyMore()
    {
        await using var context = await site.SignedInAsync(Site.Payments, "customer", Talk.Somebody());
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat/new");
        await Talk.SendAsync(page, "I want to talk to a human");
        await Expect(page.Locator("#next")).ToContainTextAsync("A person of Harbour Pay takes over");
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("A colleague will take care of your request");

        await site.Agent.PostMessageAsync(
            new PostMessageRequest { ConversationId = Talk.ConversationOf(page), Text = "Hello, this is Rory.", RequestId = Guid.NewGuid().ToString() }, site.As(Site.Payments, "agent", "demo-agent"));
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Hello, this is Rory.");
        await Expect(page.Locator("#next")).ToContainTextAsync("A person of Harbour Pay answers you here");
    }

    [Fact]
    public async Task Post_SameFormTwice_IsOneMessage()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "customer", Talk.Somebody());
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat/new");
        var form = await Talk.FormAsync(page, "Buenas tardes");
        var first = await context.APIRequest.PostAsync("/chat", new() { Form = form });
        var second = await context.APIRequest.PostAsync("/chat", new() { Form = form });
        second.Url.ShouldBe(first.Url);
        var thread = await site.Agent.GetConversationAsync(new GetConversationRequest { ConversationId = new Uri(first.Url).Segments[^1] }, site.As(Site.Shop, "agent", "demo-agent"));
        thread.Messages.Count(message => message.Author == MessageAuthor.Customer).ShouldBe(1);

        // The same form with another text is a mistake that costs nobody their text.
        form.Set("text", "Otra pregunta");
        var third = await context.APIRequest.PostAsync("/chat", new() { Form = form });
        third.Status.ShouldBe(409);
        (await third.TextAsync()).ShouldContain("Otra pregunta");
    }

    [Fact]
    public async Task Post_TextThatIsNone_IsSaidAndKept()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "customer", Talk.Somebody());
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat/new");
        foreach (var (text, said) in new[] { (" \n ", "Please write something first."), (new string('x', 16_385), "longer than 16,384 characters") })
        {
            var answer = await context.APIRequest.PostAsync("/chat", new() { Form = await Talk.FormAsync(page, text) });
            answer.Status.ShouldBe(422);
            (await answer.TextAsync()).ShouldContain(said);
        }
    }

    [Fact]
    public async Task Chat_MarkupInMessages_IsText()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "customer", Talk.Somebody());
        var page = await context.NewPageAsync();
        var ran = 0;
        page.Dialog += (_, dialog) =>
        {
            ran++;
            _ = dialog.DismissAsync();
        };
        string[] payloads =
        [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "</textarea><iframe srcdoc=\"<script>parent.alert(1)</script>\">",
            "{{7*7}}<a href=\"javascript:alert(1)\">hola</a>", "&lt;b&gt;&#x3c;script&#x3e;", "</ol></main><form action=https://elsewhere.invalid>",
        ];
        await page.GotoAsync("/chat/new");
        await Talk.SendAsync(page, payloads[0]);
        var conversation = Talk.ConversationOf(page);
        foreach (var payload in payloads[1..])
        {
            await site.Agent.PostMessageAsync(new PostMessageRequest { ConversationId = conversation, Text = payload, RequestId = Guid.NewGuid().ToString() }, site.As(Site.Shop, "agent", "demo-agent"));
        }

        await page.ReloadAsync();
        foreach (var payload in payloads)
        {
            await Expect(page.Locator("#thread p.text").GetByText(payload, new() { Exact = true })).ToHaveCountAsync(1);
        }

        (await page.Locator("#thread p.text *, #thread :is(script, img, svg, iframe, form, a)").CountAsync()).ShouldBe(0);
        ran.ShouldBe(0);
    }

    [Fact]
    public async Task Chat_AnothersOrNone_IsTheSamePage()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "customer", Talk.Somebody());
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat/new");
        await Talk.SendAsync(page, "Hola, buenas");
        var path = new Uri(page.Url).AbsolutePath;
        foreach (var (tenant, role) in new[] { (Site.Shop, "customer"), (Site.Payments, "customer") })
        {
            await using var other = await site.SignedInAsync(tenant, role, Talk.Somebody());
            (await other.APIRequest.GetAsync(path)).Status.ShouldBe(404);
            (await other.APIRequest.GetAsync("/chat/" + Guid.NewGuid())).Status.ShouldBe(404);
            (await other.APIRequest.GetAsync("/chat/x")).Status.ShouldBe(404);
        }
    }

    [Fact]
    public async Task Chat_Staff_IsToldThatItIsForCustomers()
    {
        await using var context = await site.SignedInAsync(Site.Shop, "approver", "demo-approver");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat");
        await Expect(page.GetByText("The chat is for customers")).ToBeVisibleAsync();
        await Expect(page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Approvals" })).ToHaveAttributeAsync("href", "/approvals");
    }

    [Fact]
    public async Task Post_SessionEnded_LeadsToSignInAndSendsNothing()
    {
        var person = Talk.Somebody();
        await using var context = await site.SignedInAsync(Site.Shop, "customer", person);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat/new");
        await context.ClearCookiesAsync(new() { Name = "aidesk_session" });
        await page.GetByLabel("Your message").FillAsync("Is anybody there?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in**");
        (await site.Agent.ListConversationsAsync(new ListConversationsRequest(), site.As(Site.Shop, "customer", person))).Conversations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    [InlineData("pt")]
    [InlineData("fr")]
    [InlineData("de")]
    [InlineData("it")]
    [InlineData("nl")]
    public async Task Chat_OnAPhone_FitsInEveryLanguage(string language)
    {
        await using var context = await site.SignedInAsync(Site.Shop, "customer", "marta", new BrowserNewContextOptions { ViewportSize = new() { Width = 360, Height = 740 } }, language);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/chat/new");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        (await page.Locator("main").InnerTextAsync()).ShouldNotContain("chat.");
    }
}
