using System.Text.Json;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace AiDesk.Hosting.Http;

/// <summary>What is answered over HTTP: messages in protobuf's JSON form with the defaults written out, errors as <c>{"error":{code,reason,message,metadata}}</c>.</summary>
internal static class JsonText
{
    private const string Json = "application/json; charset=utf-8";

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <summary>One message as a line of JSON.</summary>
    public static string Of(IMessage message) => Formatter.Format(message);

    public static Task WriteAsync(HttpContext http, IMessage message)
    {
        http.Response.ContentType = Json;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(Of(message), http.RequestAborted);
    }

    /// <param name="http">Nothing of its response may have been sent.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">Name of the gRPC code.</param>
    /// <param name="reason">Of the service's own enum.</param>
    /// <param name="message">For the developer who calls.</param>
    /// <param name="metadata">As the enum's comments say for each reason.</param>
    public static Task WriteErrorAsync(HttpContext http, int status, string code, string reason, string message, IReadOnlyDictionary<string, string> metadata)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = Json;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(JsonSerializer.Serialize(new { error = new { code, reason, message, metadata } }), http.RequestAborted);
    }
}
