using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AiDesk.Agent.Outbox.Channels;

/// <summary>A signed POST to the tenant's own address: {"run_id", "conversation_id", "contact_id", "locale", "text"}. The run's id is the key of every attempt.</summary>
internal sealed class WebhookChannel(HttpClient client, Uri address, ReadOnlyMemory<byte> secret, ChannelCapability capability, TimeProvider clock) : IChannel
{
    public ChannelCapability Capability => capability;

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { run_id = message.RunId, conversation_id = message.ConversationId, contact_id = message.ContactId, locale = message.Locale, text = message.Text });
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Sign(request, message, body);
        try
        {
            using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            // It broke before a byte of the message was written.
            return new SendResult(SendOutcome.NotSent, "the address cannot be reached");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return new SendResult(SendOutcome.Unknown, fault is OperationCanceledException ? "no answer in time" : "the connection broke");
        }
    }

    /// <summary>GET of the address with the run's id behind it: 200 when it is there, 404 when it is not.</summary>
    public async Task<SendResult> FindAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address.AbsoluteUri.TrimEnd('/') + "/" + message.RunId));
        Sign(request, message, []);
        try
        {
            using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => new SendResult(SendOutcome.Sent, await IdAsync(response, cancellationToken).ConfigureAwait(false)),
                HttpStatusCode.NotFound => new SendResult(SendOutcome.NotSent, "it was not there"),
                _ => new SendResult(SendOutcome.Unknown, Status(response)),
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException)
        {
            return new SendResult(SendOutcome.Unknown, "it could not be asked");
        }
    }

    private void Sign(HttpRequestMessage request, OutgoingMessage message, byte[] body)
    {
        var key = message.RunId.ToString();
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        var deadline = message.Deadline.ToUnixTimeMilliseconds();
        request.Headers.Add(WebhookSignature.KeyHeader, key);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.DeadlineHeader, deadline.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Of(secret.Span, timestamp, deadline, key, body));
    }

    private static async Task<SendResult> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => new SendResult(SendOutcome.Sent, await IdAsync(response, cancellationToken).ConfigureAwait(false)),
        425 or 429 => new SendResult(SendOutcome.NotSent, Status(response)),
        408 => new SendResult(SendOutcome.Unknown, Status(response)),
        < 500 => new SendResult(SendOutcome.Refused, Status(response)),
        _ => new SendResult(SendOutcome.Unknown, Status(response)),
    };

    private static string Status(HttpResponseMessage response) => string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}");

    /// <summary>"id" of the answer, at most 200 characters; empty when there is none to be read. The message is there whatever the answer's body says.</summary>
    private static async Task<string> IdAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            var id = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            return id.Length <= 200 && !id.Contains('\0', StringComparison.Ordinal) ? id : "";
        }
        catch (Exception fault) when (fault is JsonException or HttpRequestException or IOException or InvalidOperationException)
        {
            return "";
        }
    }
}
