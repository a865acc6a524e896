using System.Buffers.Text;
using System.Security.Cryptography;

namespace AiDesk.Identity;

/// <summary>
/// Signs and opens tokens of our own: <c>version (1) | key id length (1) | key id | payload | HMAC-SHA256 (32)</c> in base64url. The payload can be read by
/// who holds the token, and not changed.
/// </summary>
internal sealed class TokenSeal(KeyRing ring, int sizeLimit)
{
    private const byte Version = 1;
    private const int MacLength = HMACSHA256.HashSizeInBytes;

    /// <summary>Longest token, in characters.</summary>
    public int CharacterLimit { get; } = Base64Url.GetEncodedLength(sizeLimit);

    /// <summary>Room for the payload under the active key, in bytes.</summary>
    public int PayloadLimit => sizeLimit - 2 - ring.Active.AsciiId.Length - MacLength;

    /// <summary>Signs a payload of at most <see cref="PayloadLimit"/> bytes.</summary>
    public string Sign(ReadOnlySpan<byte> payload)
    {
        var key = ring.Active;
        var unsigned = 2 + key.AsciiId.Length + payload.Length;
        Span<byte> token = stackalloc byte[sizeLimit];
        token = token[..(unsigned + MacLength)];
        token[0] = Version;
        token[1] = (byte)key.AsciiId.Length;
        key.AsciiId.CopyTo(token[2..]);
        payload.CopyTo(token[(2 + key.AsciiId.Length)..]);
        key.Authenticate(token[..unsigned], token[unsigned..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>
    /// False for what no key of the ring signed. The payload is copied into <paramref name="destination"/>, which must hold the size limit; the comparison
    /// takes the same time wherever the first difference is.
    /// </summary>
    public bool TryOpen(ReadOnlySpan<char> token, Span<byte> destination, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (token.Length > CharacterLimit || !StrictBase64Url.TryDecode(token, destination, out var length))
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = destination[..length];
        if (bytes.Length < 2 + MacLength || bytes[0] != Version || bytes[1] > bytes.Length - 2 - MacLength)
        {
            return false;
        }

        if (ring.Find(bytes.Slice(2, bytes[1])) is not { } key)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[MacLength];
        key.Authenticate(bytes[..^MacLength], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[^MacLength..]))
        {
            return false;
        }

        payload = bytes[(2 + bytes[1])..^MacLength];
        return true;
    }
}
