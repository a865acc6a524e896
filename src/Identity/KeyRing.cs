using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Identity;

/// <summary>
/// Secret keys for tokens of our own, shared by all replicas through configuration. The first signs, all verify: to rotate, put the new key first, keep the
/// old one until what it signed has lapsed, then take it out.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>Most keys of a ring.</summary>
    public const int Limit = 8;

    /// <summary>Least length of a secret, in bytes.</summary>
    public const int SecretLength = 32;

    private readonly ImmutableArray<RingKey> _keys;

    private KeyRing(ImmutableArray<RingKey> keys) => _keys = keys;

    /// <summary>
    /// Reads <c>kid:secret,kid:secret</c>: ids of 1 to 16 letters, digits, '-' or '_', each once; secrets of at least 32 bytes in base64. Throws
    /// <see cref="FormatException"/>, which names the entry and never the secret.
    /// </summary>
    public static KeyRing Parse(string text)
    {
        var entries = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (entries.Length is 0 or > Limit)
        {
            throw new FormatException($"A key ring holds 1 to {Limit} entries 'kid:secret', separated by commas.");
        }

        var keys = entries.Select(ParseEntry).ToImmutableArray();
        return keys.DistinctBy(key => key.Id, StringComparer.Ordinal).Count() == keys.Length
            ? new KeyRing(keys)
            : throw new FormatException("Two entries of the key ring have the same id.");
    }

    /// <summary>A ring of one fresh key: what it signs does not outlive the process.</summary>
    public static KeyRing Generate() => new([new RingKey("local", RandomNumberGenerator.GetBytes(SecretLength))]);

    /// <summary>The ring of keys derived for one purpose (HKDF, RFC 5869): a token of one kind never passes for another.</summary>
    public KeyRing For(string purpose)
    {
        var label = Encoding.UTF8.GetBytes("aidesk " + purpose);
        return new KeyRing([.. _keys.Select(key => new RingKey(key.Id, HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, 32, info: label)))]);
    }

    public RingKey Active => _keys[0];

    /// <summary>Null when the ring has no such key, or has it no more.</summary>
    public RingKey? Find(ReadOnlySpan<byte> asciiId)
    {
        foreach (var key in _keys)
        {
            if (asciiId.SequenceEqual(key.AsciiId))
            {
                return key;
            }
        }

        return null;
    }

    private static RingKey ParseEntry(string entry, int index)
    {
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        var id = colon < 0 ? "" : entry[..colon];
        if (id.Length is 0 or > RingKey.IdLimit || !id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
        {
            throw new FormatException($"Entry {index + 1} of the key ring does not begin with an id of 1 to {RingKey.IdLimit} letters, digits, '-' or '_' and a colon.");
        }

        var secret = new byte[entry.Length];
        return Convert.TryFromBase64String(entry[(colon + 1)..], secret, out var length) && length >= SecretLength
            ? new RingKey(id, secret[..length])
            : throw new FormatException($"The secret of key '{id}' is not base64 of at least {SecretLength} bytes.");
    }
}

/// <summary>One key of a ring.</summary>
internal sealed class RingKey(string id, byte[] secret)
{
    public const int IdLimit = 16;

    public string Id { get; } = id;

    public byte[] AsciiId { get; } = Encoding.ASCII.GetBytes(id);

    public byte[] Secret { get; } = secret;

    // Kept for the next: one that has its key costs a third of one that is made for each text.
    private IncrementalHash? _spare;

    /// <summary>Writes the HMAC-SHA256 of the bytes, 32 bytes. By any thread.</summary>
    public void Authenticate(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        var hash = Interlocked.Exchange(ref _spare, null) ?? IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Secret);
        hash.AppendData(bytes);
        hash.GetHashAndReset(destination);
        Interlocked.Exchange(ref _spare, hash)?.Dispose();
    }
}
