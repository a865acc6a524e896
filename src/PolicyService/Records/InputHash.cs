using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Policy.Service.Security;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// Hashes what was judged, so that records correlate without holding it: HMAC-SHA256 under a key of the tenant's own, derived from the ring's active key. Its
/// id stands beside the hash, so that a rotation can be told.
/// </summary>
internal sealed class InputHash(KeyRing ring)
{
    private readonly RingKey _key = ring.For("record inputs").Active;
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public string KeyId => _key.Id;

    /// <summary>43 characters of base64url.</summary>
    public string Of(string tenant, ReadOnlySpan<byte> utf8)
    {
        var key = _keys.GetOrAdd(tenant, static (name, root) => HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: Encoding.UTF8.GetBytes(name)), _key.Secret);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, utf8, hash);
        return Base64Url.EncodeToString(hash);
    }
}
