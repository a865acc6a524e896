using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// Hashes what was judged, so that records correlate without holding it: HMAC-SHA256 under a key of the tenant's own, derived from the ring's active key. Its
/// id stands beside the hash, so that a rotation can be told. Used by the one writer.
/// </summary>
internal sealed class InputHash(KeyRing ring) : IDisposable
{
    /// <summary>Characters of a hash in base64url.</summary>
    public const int Length = 43;

    private readonly RingKey _key = ring.For("record inputs").Active;

    // As many as there are tenants; a keyed hash that is kept is several times cheaper than one that is made for each text.
    private readonly Dictionary<string, IncrementalHash> _hashes = new(StringComparer.Ordinal);

    /// <summary>Id of the key, in ASCII.</summary>
    public ReadOnlySpan<byte> KeyId => _key.AsciiId;

    /// <summary>Writes <see cref="Length"/> ASCII characters.</summary>
    public void Write(string tenant, ReadOnlySpan<byte> utf8, Span<byte> destination)
    {
        if (!_hashes.TryGetValue(tenant, out var hash))
        {
            hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Secret, 32, info: Encoding.UTF8.GetBytes(tenant)));
            _hashes.Add(tenant, hash);
        }

        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.AppendData(utf8);
        hash.GetHashAndReset(mac);
        Base64Url.EncodeToUtf8(mac, destination, out _, out _);
    }

    public void Dispose()
    {
        foreach (var hash in _hashes.Values)
        {
            hash.Dispose();
        }
    }
}
