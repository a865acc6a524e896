using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AiDesk.Policy.Checks;

/// <summary>
/// What two messages must share to be duplicates: their words, whatever their case, their disguise and how much white space is around and between them. It is taken of the folded view,
/// which the injection check has made already. 128 bits of SHA-256, so that nobody can make two messages collide or read a message out of a counter's key.
/// </summary>
internal static class MessageDigest
{
    private static readonly SearchValues<char> OtherSpaces =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(c => c != ' ' && char.IsWhiteSpace(c))]);

    public static UInt128 Of(ReadOnlySpan<char> folded)
    {
        folded = folded.Trim();
        if (IsSpacedOnce(folded))
        {
            return Hash(folded);
        }

        var spaced = ArrayPool<char>.Shared.Rent(folded.Length);
        var hash = Hash(spaced.AsSpan(0, SpaceOnce(folded, spaced)));
        ArrayPool<char>.Shared.Return(spaced, clearArray: true);
        return hash;
    }

    private static UInt128 Hash(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    /// <summary>All white space is single spaces, as in nearly every message.</summary>
    private static bool IsSpacedOnce(ReadOnlySpan<char> text) => !text.ContainsAny(OtherSpaces) && !text.Contains("  ", StringComparison.Ordinal);

    /// <summary>Writes the text with one space for every run of white space; answers its length.</summary>
    private static int SpaceOnce(ReadOnlySpan<char> text, Span<char> spaced)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                spaced[length++] = c;
            }
            else if (spaced[length - 1] != ' ')
            {
                spaced[length++] = ' ';
            }
        }

        return length;
    }
}
