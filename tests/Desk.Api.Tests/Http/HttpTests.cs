using System.Net;
using System.Text;
using System.Text.Json;
using AiDesk.Agent.Runs;
using AiDesk.Agent.Web;
using AiDesk.Desk.ApiTests.Hosting;

namespace AiDesk.Desk.ApiTests.Http;

/// <summary>JSON over HTTP: what is wrong is named, and nothing changes.</summary>
public sealed class HttpTests(RunningDesk desk) : IClassFixture<RunningDesk>
{
    private const string Tenant = "tienda-alba";
    private const string SomeId = "0190a000-0000-7000-8000-000000000001";

    public static TheoryData<string, string, string, string, HttpStatusCode, string, string> BadRequests => new()
    {
        { "POST", "/api/messages", "customer", "{", HttpStatusCode.BadRequest, "FIELD_INVALID", "body" },
        { "POST", "/api/messages", "customer", """{"text":"a","tenant_id":"x"}""", HttpStatusCode.BadRequest, "FIELD_INVALID", "tenant_id" },
        { "POST", "/api/messages", "customer", """{"text":7}""", HttpStatusCode.BadRequest, "FIELD_INVALID", "text" },
        { "POST", "/api/messages", "customer", """{"text":"hello"}""", HttpStatusCode.BadRequest, "FIELD_REQUIRED", "request_id" },
        { "POST", "/api/messages", "customer", """{"requestId":"r"}""", HttpStatusCode.BadRequest, "FIELD_REQUIRED", "text" },
        { "POST", "/api/messages?tenant_id=harbour-pay", "customer", """{"text":"a","requestId":"r"}""", HttpStatusCode.BadRequest, "FIELD_INVALID", "tenant_id" },
        { "GET", "/api/runs?page_size=101", "agent", "", HttpStatusCode.BadRequest, "FIELD_INVALID", "page_size" },
        { "GET", "/api/runs?page_size=many", "agent", "", HttpStatusCode.BadRequest, "FIELD_INVALID", "page_size" },
        { "GET", "/api/runs?page_token=forged", "agent", "", HttpStatusCode.BadRequest, "PAGE_TOKEN_INVALID", "page_token" },
        { "GET", "/api/runs?colour=red", "agent", "", HttpStatusCode.BadRequest, "FIELD_INVALID", "colour" },
        { "GET", "/api/runs/no-id", "agent", "", HttpStatusCode.BadRequest, "FIELD_INVALID", "run_id" },
        { "GET", "/api/runs/" + SomeId, "agent", "", HttpStatusCode.NotFound, "NOT_FOUND", "" },
        { "GET", "/api/runs/" + SomeId, "customer", "", HttpStatusCode.Forbidden, "ROLE_REQUIRED", "" },
        { "GET", "/api/runs/" + SomeId, "", "", HttpStatusCode.Unauthorized, "TOKEN_MISSING", "" },
        { "POST", $"/api/runs/{SomeId}/approve", "approver", """{"runId":"0190a000-0000-7000-8000-000000000002"}""", HttpStatusCode.BadRequest, "FIELD_INVALID", "run_id" },
        { "POST", $"/api/runs/{SomeId}/approve", "agent", "{}", HttpStatusCode.Forbidden, "ROLE_REQUIRED", "" },
        { "GET", "/api/metrics/approved_share/rows?start_time=2026-01-01T00:00:00Z&end_time=2026-02-01T00:00:00Z&labels=mode", "agent", "", HttpStatusCode.BadRequest, "FIELD_INVALID", "labels" },
        { "GET", "/api/metrics/no-metric/rows?start_time=2026-01-01T00:00:00Z&end_time=2026-02-01T00:00:00Z", "agent", "", HttpStatusCode.BadRequest, "FIELD_INVALID", "name" },
        { "GET", "/api/dashboard", "agent", "", HttpStatusCode.BadRequest, "FIELD_REQUIRED", "start_time" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task Call_ThatCannotBeAnswered_SaysWhy(string verb, string path, string role, string body, HttpStatusCode status, string reason, string field)
    {
        using var response = await SendAsync(verb, path, role, body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        var error = JsonDocument.Parse(text).RootElement.GetProperty("error");
        error.GetProperty("reason").GetString().ShouldBe(reason, text);
        if (field.Length > 0)
        {
            error.GetProperty("metadata").GetProperty("field").GetString().ShouldBe(field, text);
        }
    }

    [Theory]
    [InlineData("not-a-token")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJ0ZW5hbnRfaWQiOiJ0aWVuZGEtYWxiYSJ9.")]
    public async Task Call_TokenThatIsNone_IsUnauthenticated(string token)
    {
        using var call = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
        call.Headers.Authorization = new("Bearer", token);
        using var response = await desk.Http.SendAsync(call);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task PostMessage_SentTwice_IsOneMessage()
    {
        var body = """{"text":"¿Tenéis sandalias?","requestId":"twice","locale":"es"}""";
        using var first = await SendAsync("POST", "/api/messages", "customer", body);
        using var second = await SendAsync("POST", "/api/messages", "customer", body);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_LongerThanItMayBe_IsRefused()
    {
        using var response = await SendAsync("POST", "/api/messages", "customer", "\"" + new string('a', DeskHttp.BodyLimit) + "\"");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task OpenApi_EveryOperation_IsDescribedAndEveryReferenceResolves()
    {
        var document = JsonDocument.Parse(await desk.Http.GetStringAsync("/api/openapi.json")).RootElement;
        foreach (var operation in DeskOperations.All)
        {
            var described = document.GetProperty("paths").GetProperty(operation.Path).GetProperty(operation.Verb.ToLowerInvariant());
            described.GetProperty("operationId").GetString().ShouldBe(operation.Rpc.Name);
            described.GetProperty("description").GetString().ShouldNotBeNullOrEmpty(operation.Method);
        }

        var schemas = document.GetProperty("components").GetProperty("schemas");
        foreach (var reference in References(document))
        {
            schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _).ShouldBeTrue(reference);
        }

        document.GetRawText().ShouldNotContain("\"description\": \"\"");
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "FIELD_REQUIRED")]
    [InlineData(SomeId, HttpStatusCode.NotFound, "NOT_FOUND")]
    [InlineData("no-id", HttpStatusCode.BadRequest, "FIELD_INVALID")]
    public async Task Events_ThatMayNotBeWatched_AreRefusedBeforeTheStreamBegins(string conversation, HttpStatusCode status, string reason)
    {
        using var response = await SendAsync("GET", "/api/events?conversation_id=" + conversation, "customer", "");
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain(reason);
    }

    [Fact]
    public async Task Events_OneStreamMoreThanAPersonMayHave_IsRefusedUntilOneEnds()
    {
        var open = new List<HttpResponseMessage>();
        try
        {
            for (var stream = 0; stream < WatchLimit.OfPerson; stream++)
            {
                open.Add(await WatchAsync());
                open[^1].StatusCode.ShouldBe(HttpStatusCode.OK);
            }

            using (var refused = await WatchAsync())
            {
                refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            }

            open[0].Dispose();
            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await beat.WaitForNextTickAsync(patience.Token))
            {
                using var again = await WatchAsync();
                if (again.StatusCode == HttpStatusCode.OK)
                {
                    break;
                }
            }
        }
        finally
        {
            open.ForEach(response => response.Dispose());
        }

        async Task<HttpResponseMessage> WatchAsync()
        {
            using var call = new HttpRequestMessage(HttpMethod.Get, "/api/events");
            call.Headers.Authorization = new("Bearer", desk.Token(Tenant, "agent", "many-screens"));
            return await desk.Http.SendAsync(call, HttpCompletionOption.ResponseHeadersRead);
        }
    }

    [Fact]
    public async Task Jwks_OfTheDesk_HasNoPrivatePart()
    {
        var keys = JsonDocument.Parse(await desk.Http.GetStringAsync("/.well-known/jwks.json")).RootElement.GetProperty("keys");
        keys.GetArrayLength().ShouldBe(1);
        keys[0].TryGetProperty("d", out _).ShouldBeFalse();
    }

    private async Task<HttpResponseMessage> SendAsync(string verb, string path, string role, string body)
    {
        using var call = new HttpRequestMessage(new HttpMethod(verb), path);
        if (role.Length > 0)
        {
            call.Headers.Authorization = new("Bearer", desk.Token(Tenant, role, "http-" + role));
        }

        if (verb != "GET")
        {
            call.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await desk.Http.SendAsync(call);
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
