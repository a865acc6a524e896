using System.Buffers.Binary;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>
/// A fast hash of short texts, the same in every process: the engine has no randomness. It is not keyed, so whoever can choose texts can make them collide;
/// every use of it stays bounded when all of them do.
/// </summary>
internal static class TextHash
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15; // 2^64 / golden ratio, as in Fibonacci hashing

    public static uint Of(ReadOnlySpan<byte> text)
    {
        var wide = Wide(text);
        return (uint)(wide ^ (wide >> 32));
    }

    public static ulong Wide(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length;
        while (text.Length >= 8)
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(text));
            text = text[8..];
        }

        ulong rest = 0;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            rest = (rest << 8) | text[i];
        }

        return Mix(hash, rest);
    }

    public static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Multiplier;
        return hash ^ (hash >> 29);
    }
}
