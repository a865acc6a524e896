using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiDesk.Agent.Tools.Webhook;

/// <summary>
/// A tool call as a signed POST. The same call has the same Idempotency-Key, for ever: the receiver does it once and answers the same. The signature is
/// HMAC-SHA256, in hex, of the timestamp, a full stop and the body's bytes. Redirects are not followed, no proxy is used.
/// </summary>
internal sealed class CrmWebhook(TimeProvider clock) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 16,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the call has its own
    };

    /// <summary>The answer's JSON. Throws <see cref="ToolFailedException"/>, <see cref="HttpRequestException"/>.</summary>
    public async Task<string> SendAsync(CrmEndpoint crm, Guid run, string callId, string tool, string arguments, string contact, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(crm.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            using var request = Sign(crm, $"{run}:{callId}", Body(tool, arguments, contact, run, callId));
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new ToolFailedException(nameof(HttpRequestException), FormattableString.Invariant($"{(int)response.StatusCode} {response.StatusCode}"));
            }

            return await ReadAsync(response, crm.MaxBytes, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ToolFailedException(nameof(TimeoutException), "The operation has timed out");
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>As a receiver makes it to compare.</summary>
    public static string Signature(byte[] key, string timestamp, ReadOnlySpan<byte> body)
    {
        var signed = new byte[timestamp.Length + 1 + body.Length];
        Encoding.ASCII.GetBytes(timestamp, signed);
        signed[timestamp.Length] = (byte)'.';
        body.CopyTo(signed.AsSpan(timestamp.Length + 1));
        return "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, signed));
    }

    private static byte[] Body(string tool, string arguments, string contact, Guid run, string callId) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["type"] = "tool_call",
        ["tool"] = tool,
        ["arguments"] = JsonNode.Parse(arguments),
        ["contact_id"] = contact,
        ["run_id"] = run.ToString(),
        ["call_id"] = callId,
    });

    private HttpRequestMessage Sign(CrmEndpoint crm, string idempotencyKey, byte[] body)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, crm.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        request.Headers.Add("AiDesk-Timestamp", timestamp);
        request.Headers.Add("AiDesk-Key-Id", crm.KeyId);
        request.Headers.Add("AiDesk-Signature", Signature(crm.Key, timestamp, body));
        return request;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[maxBytes + 1];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read > maxBytes)
        {
            throw new ToolFailedException("OutputTooLong", "the answer is too long");
        }

        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
