using System.Net;
using System.Text;
using System.Text.Json;
using AiDesk.Identity;
using AiDesk.Policy.Service.Tests.Hosting;

namespace AiDesk.Policy.Service.Tests.Rest;

/// <summary>Calls over REST, and what they are answered.</summary>
internal static class RestService
{
    public static async Task<RestAnswer> RestAsync(
        this RunningService service, string verb, string path, string? body = null, string contentType = "application/json", string? token = null, PrincipalRoles roles = PrincipalRoles.Service)
    {
        using var http = new HttpClient { BaseAddress = service.HttpAddress };
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        if (token != "")
        {
            request.Headers.TryAddWithoutValidation("authorization", token ?? service.Token(roles)[0].Value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        }

        using var response = await http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return new RestAnswer(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement, headers);
    }
}

internal sealed record RestAnswer(HttpStatusCode Status, JsonElement Json, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Error => Json.GetProperty("error");

    public string Reason => Error.GetProperty("reason").GetString()!;

    /// <summary>Empty when the error names none.</summary>
    public string Field => Error.GetProperty("metadata").TryGetProperty("field", out var named) ? named.GetString()! : "";
}
