using System.Net;
using AiDesk.Identity;
using AiDesk.Policy.Service.Rest;
using AiDesk.Policy.Service.Tests.Hosting;

namespace AiDesk.Policy.Service.Tests.Rest;

/// <summary>What is wrong with a call over REST is said by status, reason and field.</summary>
public sealed class RestFaultTests : IAsyncLifetime
{
    private const string Input = "/v1/check-input";
    private const string Context = """ "context":{"session_id":"s","mode":"MODE_AUTOPILOT"} """;

    private RunningService _service = null!;

    public static TheoryData<string, string?, string, string> Bodies => new()
    {
        { Input, "", "FIELD_REQUIRED", "context" },
        { Input, null, "FIELD_REQUIRED", "context" },
        { Input, "{}", "FIELD_REQUIRED", "context" },
        { Input, "{", "FIELD_INVALID", "body" },
        { Input, "nonsense", "FIELD_INVALID", "body" },
        { Input, "[]", "FIELD_INVALID", "body" },
        { Input, "null", "FIELD_INVALID", "body" },
        { Input, "{} {}", "FIELD_INVALID", "body" },
        { Input, """{"context":{"session_id":"s","mode":"MODE_AUTOPILOT"},}""", "FIELD_INVALID", "body" },
        { Input, """{"tenant":"acme"}""", "FIELD_INVALID", "tenant" },
        { Input, """{"tenant_id":"other"}""", "FIELD_INVALID", "tenant_id" },
        { Input, """{"context":{"tenant":"acme"}}""", "FIELD_INVALID", "context.tenant" },
        { Input, """{"context":7}""", "FIELD_INVALID", "context" },
        { Input, """{"context":{"session_id":7}}""", "FIELD_INVALID", "context.session_id" },
        { Input, """{"context":{"sessionId":["s"]}}""", "FIELD_INVALID", "context.session_id" },
        { Input, """{"context":{"sessionId":"s","session_id":"t"}}""", "FIELD_INVALID", "context.session_id" },
        { Input, """{"context":{"explain":"yes"}}""", "FIELD_INVALID", "context.explain" },
        { Input, """{"context":{"mode":"MODE_WILD"}}""", "ENUM_UNKNOWN", "context.mode" },
        { Input, """{"context":{"session_id":"s","mode":9}}""", "ENUM_UNKNOWN", "context.mode" },
        { Input, """{"context":{"mode":1.5}}""", "FIELD_INVALID", "context.mode" },
        { Input, """{"context":{"attributes":7}}""", "FIELD_INVALID", "context.attributes" },
        { Input, """{"context":{"attributes":{"a":{"b":1,"b":2}}}}""", "FIELD_INVALID", "context.attributes.a.b" },
        { Input, """{"context":{"annotations":{"a":1}}}""", "FIELD_INVALID", "context.annotations.a" },
        { Input, """{"untrusted":{}}""", "FIELD_INVALID", "untrusted" },
        { Input, """{"untrusted":[{"id":"a"},{"id":7}]}""", "FIELD_INVALID", "untrusted[1].id" },
        { Input, """{"untrusted":[null]}""", "FIELD_INVALID", "untrusted[0]" },
        { Input, """{"message":{"text":"\ud800"}}""", "TEXT_NOT_UTF8", "message.text" },
        { Input, """{"\ud800":1}""", "TEXT_NOT_UTF8", "body" },
        { Input, $$"""{{{Context}},"estimatedOutputTokens":-1}""", "FIELD_INVALID", "estimated_output_tokens" },
        { Input, $$"""{{{Context}},"estimatedOutputTokens":1.5}""", "FIELD_INVALID", "estimated_output_tokens" },
        { Input, $$"""{{{Context}},"estimatedOutputTokens":"9999999999"}""", "FIELD_INVALID", "estimated_output_tokens" },
        { "/v1/filter-tool-output", """{"outputJson":"{}","error":{"type":"x"}}""", "FIELD_INVALID", "error" },
        { "/v1/settle", """{"reservationId":"r","actual":[{"unit":"credits","value":"many"}]}""", "FIELD_INVALID", "actual[0].value" },
        { "/v1/settle?reservationId=r&colour=red", "{}", "FIELD_INVALID", "colour" },
        { "/v1/check-output", "{}", "FIELD_REQUIRED", "context" },
    };

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(TestPolicies.Desk);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_ThatIsNotTheRequest_IsABadRequestNamingTheField(string path, string? body, string reason, string field)
    {
        var answer = await _service.RestAsync("POST", path, body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Json.ToString());
        answer.Error.GetProperty("code").GetString().ShouldBe("INVALID_ARGUMENT");
        answer.Reason.ShouldBe(reason, answer.Json.ToString());
        answer.Field.ShouldBe(field, answer.Json.ToString());
    }

    [Fact]
    public async Task Body_NestedTooDeeply_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));
        var answer = await _service.RestAsync("POST", Input, "{\"context\":{\"attributes\":{\"a\":" + deep + "}}}");

        (answer.Status, answer.Field).ShouldBe((HttpStatusCode.BadRequest, "body"));
    }

    [Fact]
    public async Task Body_LongerThanAMessageMayBe_IsTooLarge()
    {
        var answer = await _service.RestAsync("POST", Input, new string(' ', RestCall.BodyLimit + 1));

        (answer.Status, answer.Reason, answer.Field).ShouldBe((HttpStatusCode.RequestEntityTooLarge, "FIELD_INVALID", "body"));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/jsonp")]
    public async Task Body_OfAnotherForm_IsRefused(string contentType)
    {
        var answer = await _service.RestAsync("POST", Input, "{}", contentType);

        (answer.Status, answer.Field).ShouldBe((HttpStatusCode.UnsupportedMediaType, "Content-Type"));
    }

    [Theory]
    [InlineData("GET", "/v1/check-inputs", 404, "NOT_FOUND", null)]
    [InlineData("POST", "/v1/check-output-stream", 404, "NOT_FOUND", null)]
    [InlineData("POST", "/v1/put-policy", 404, "NOT_FOUND", null)]
    [InlineData("GET", "/v1/check-input/", 405, "FIELD_INVALID", "POST")]
    [InlineData("PUT", "/", 404, "NOT_FOUND", null)]
    [InlineData("GET", Input, 405, "FIELD_INVALID", "POST")]
    [InlineData("DELETE", "/v1/settle", 405, "FIELD_INVALID", "POST")]
    [InlineData("POST", "/v1/openapi.json", 405, "FIELD_INVALID", "GET")]
    [InlineData("POST", "/v1/tools", 405, "FIELD_INVALID", "GET")]
    public async Task Path_ThatIsNotServedSo_IsSaid(string verb, string path, int status, string reason, string? allowed)
    {
        var answer = await _service.RestAsync(verb, path, verb == "GET" ? null : "{}");

        ((int)answer.Status, answer.Reason, answer.Headers.GetValueOrDefault("Allow")).ShouldBe((status, reason, allowed), answer.Json.ToString());
    }

    [Theory]
    [InlineData("", false, 401, "TOKEN_MISSING")]
    [InlineData("Bearer nonsense", false, 401, "TOKEN_INVALID")]
    [InlineData("Basic abc", false, 401, "TOKEN_MISSING")]
    [InlineData(null, true, 403, "ROLE_REQUIRED")]
    public async Task Caller_WhoMayNot_IsToldBeforeTheBodyIsRead(string? token, bool isAgent, int status, string reason)
    {
        var answer = await _service.RestAsync("POST", Input, "not read", token: token, roles: isAgent ? PrincipalRoles.Agent : PrincipalRoles.Service);

        ((int)answer.Status, answer.Reason).ShouldBe((status, reason), answer.Json.ToString());
        answer.Headers.ContainsKey("WWW-Authenticate").ShouldBe(status == 401);
    }
}
