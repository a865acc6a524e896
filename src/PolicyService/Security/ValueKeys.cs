using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Identity;
using AiDesk.Policy.Values;

namespace AiDesk.Policy.Service.Security;

/// <summary>
/// Derives each tenant's key for what is remembered of values from the ring's active key (HKDF, RFC 5869). Replicas that share the ring share the keys. The
/// id is derived beside the key: sets that were begun under another key are told from those of this one.
/// </summary>
internal sealed class ValueKeys(KeyRing ring)
{
    private readonly RingKey _key = ring.For("values").Active;

    public ValueKey For(string tenant)
    {
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, _key.Secret, ValueKey.Length + sizeof(ulong), info: Encoding.UTF8.GetBytes(tenant));
        return ValueKey.From(derived, BinaryPrimitives.ReadUInt64LittleEndian(derived.AsSpan(ValueKey.Length)));
    }
}
