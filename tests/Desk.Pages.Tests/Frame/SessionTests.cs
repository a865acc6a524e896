using System.Net;
using AiDesk.Agent.Pages.Frame;
using AiDesk.Desk.PagesTests.Browsing;

namespace AiDesk.Desk.PagesTests.Frame;

/// <summary>What a session and a form must be, asked as a program asks that is no browser.</summary>
[Collection(SiteTests.Name)]
public sealed class SessionTests(Site site) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site.Address };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task SignIn_WithAToken_KeepsItWhereScriptsAndOtherSitesDoNotReach()
    {
        using var response = await PostAsync("/sign-in", null, ("token", site.Token(Site.Shop, "agent", "demo-agent")));
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(PageSession.Cookie, StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
        cookie.ShouldContain("path=/", Case.Insensitive);
        cookie.ShouldContain("max-age=", Case.Insensitive);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("not.a.token", HttpStatusCode.Unauthorized)]
    public async Task SignIn_WithNoGoodToken_SaysSoAndSignsNobodyIn(string token, HttpStatusCode expected)
    {
        using var response = await PostAsync("/sign-in", null, ("token", token));
        response.StatusCode.ShouldBe(expected);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await response.Content.ReadAsStringAsync()).ShouldContain("role=\"alert\"");
    }

    [Fact]
    public async Task SignIn_TokenThatABrowserWouldNotKeep_IsRefused()
    {
        using var response = await PostAsync("/sign-in", null, ("token", new string('a', PageSession.TokenLimit + 1)));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    public async Task SignIn_ReturnToAnotherSite_GoesToTheStartInstead(string wanted)
    {
        using var response = await PostAsync("/sign-in", null, ("token", site.Token(Site.Shop, "agent", "demo-agent")), ("return", wanted));
        response.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Theory]
    [InlineData("elsewhere.example")]
    [InlineData("127.0.0.1.elsewhere.example")]
    public async Task SignIn_ByOnePressUnderAnothersName_IsNotThere(string host)
    {
        using var shown = new HttpRequestMessage(HttpMethod.Get, "/sign-in") { Headers = { Host = host } };
        using var page = await _http.SendAsync(shown);
        (await page.Content.ReadAsStringAsync()).ShouldNotContain("name=\"person\"");
        using var press = Request("/sign-in", null, ("person", $"{Site.Shop}/demo-approver"));
        press.Headers.Host = host;
        using var response = await _http.SendAsync(press);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData(null, "https://elsewhere.example")]
    public async Task Form_OfAnotherSite_IsRefused(string? fetchSite, string? origin)
    {
        var token = site.Token(Site.Shop, "approver", "demo-approver");
        using var request = Request("/preferences", token, ("csrf", site.Get<PageSession>().FormToken(token)), ("language", "de"));
        if (fetchSite is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", fetchSite);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await _http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task Form_WithoutItsTokenOrWithAnotherSessions_IsRefused()
    {
        var (mine, another) = (site.Token(Site.Shop, "approver", "demo-approver"), site.Token(Site.Shop, "approver", "demo-second"));
        foreach (var csrf in new[] { "", "forged", site.Get<PageSession>().FormToken(another) })
        {
            using var response = await PostAsync("/preferences", mine, ("csrf", csrf), ("language", "de"));
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using var own = await PostAsync("/preferences", mine, ("csrf", site.Get<PageSession>().FormToken(mine)), ("language", "de"));
        own.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Page_SessionThatIsNone_LeadsToTheSignInAndBack()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/runs?state=Rejected");
        request.Headers.Add("Cookie", $"{PageSession.Cookie}=expired.or.forged");
        using var response = await _http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.OriginalString.ShouldBe("/sign-in?return=%2Fruns%3Fstate%3DRejected&notice=sessionEnded");
        response.Headers.GetValues("Set-Cookie").Single().ShouldStartWith(PageSession.Cookie + "=;");
    }

    [Fact]
    public async Task Page_OfARoleThatMayNot_SaysWhoMay()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/runs");
        request.Headers.Add("Cookie", $"{PageSession.Cookie}={site.Token(Site.Shop, "customer", "marta")}");
        using var response = await _http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await response.Content.ReadAsStringAsync()).ShouldContain("You may not do this");
    }

    [Fact]
    public async Task Page_Any_SaysWhatTheBrowserMayLoad()
    {
        using var response = await _http.GetAsync("/sign-in");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldNotContain("unsafe");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Form_TooLong_IsRefused()
    {
        var token = site.Token(Site.Shop, "approver", "demo-approver");
        using var response = await PostAsync("/preferences", token, ("csrf", site.Get<PageSession>().FormToken(token)), ("language", new string('x', PageSite.FormLimit)));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Events_WithoutASessionOrFromAnotherSite_AreRefused()
    {
        using var anonymous = await _http.GetAsync("/events");
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Add("Cookie", $"{PageSession.Cookie}={site.Token(Site.Shop, "agent", "demo-agent")}");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var foreign = await _http.SendAsync(request);
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string? session, params (string Name, string Value)[] fields)
    {
        using var request = Request(path, session, fields);
        return await _http.SendAsync(request);
    }

    private static HttpRequestMessage Request(string path, string? session, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal)) };
        request.Headers.AcceptLanguage.ParseAdd("en");
        if (session is not null)
        {
            request.Headers.Add("Cookie", $"{PageSession.Cookie}={session}; {PagePreferences.LanguageCookie}=en");
        }

        return request;
    }
}
