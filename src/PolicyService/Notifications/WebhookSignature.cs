using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Notifications;

/// <summary>
/// Signs what is posted to webhooks: HMAC-SHA256 over timestamp, a full stop and the body. Each tenant's key is derived from the ring's active key, so that
/// who may verify one tenant's notifications cannot make another's.
/// </summary>
internal sealed class WebhookSignature(KeyRing ring)
{
    public const string TimestampHeader = "AiDesk-Timestamp";
    public const string KeyHeader = "AiDesk-Key-Id";
    public const string SignatureHeader = "AiDesk-Signature";

    private readonly ConcurrentDictionary<string, RingKey> _keys = new(StringComparer.Ordinal);

    /// <summary>The three headers for a body posted now.</summary>
    public IEnumerable<(string Name, string Value)> HeadersFor(string tenant, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var key = _keys.GetOrAdd(tenant, static (name, keys) => keys.For("webhook " + name).Active, ring);
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp + "."), .. body];
        var mac = HMACSHA256.HashData(key.Secret, signed);
        return [(TimestampHeader, timestamp), (KeyHeader, key.Id), (SignatureHeader, "v1=" + Convert.ToHexStringLower(mac))];
    }
}
