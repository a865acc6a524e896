using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Agent.Outbox.Channels;

/// <summary>
/// HMAC-SHA256 over time, deadline, key and body, one a line. The other side compares it in constant time, refuses a time that is far from its own, and
/// refuses what comes after the deadline: by then another attempt may have been made.
/// </summary>
internal static class WebhookSignature
{
    public const string TimestampHeader = "Aidesk-Timestamp";
    public const string DeadlineHeader = "Aidesk-Deadline";
    public const string SignatureHeader = "Aidesk-Signature";
    public const string KeyHeader = "Idempotency-Key";

    /// <summary>"v1=" and the digest, hexadecimal.</summary>
    /// <param name="secret">The shared key.</param>
    /// <param name="timestamp">Unix seconds.</param>
    /// <param name="deadline">Unix milliseconds.</param>
    /// <param name="key">The run's id.</param>
    /// <param name="body">As sent; empty for a question.</param>
    public static string Of(ReadOnlySpan<byte> secret, long timestamp, long deadline, string key, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}\n{deadline}\n{key}\n"));
        return "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, [.. head, .. body]));
    }
}
