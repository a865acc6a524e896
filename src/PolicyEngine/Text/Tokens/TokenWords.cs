namespace AiDesk.Policy.Text;

/// <summary>
/// Is a piece of text one token? The words in Latin letters that o200k, the vocabulary of current OpenAI models, holds whole, with the space or sign before
/// them that belongs to them, as a Bloom filter of two bits a piece: one in twenty that it does not hold is taken for one that it does. Made by
/// tools/GenerateTokenWords; see NOTICE.md.
/// </summary>
internal static class TokenWords
{
    /// <summary>Bits of the filter, as a power of two: 128 KiB.</summary>
    public const int SizeLog2 = 20;

    private static readonly byte[] Filter = EmbeddedText.ReadBytes("Text/Tokens/token-words.bin");

    /// <summary>The beginning of a piece's hash; <see cref="Add"/> takes it over each of its UTF-16 units.</summary>
    public const ulong Empty = 0xCBF29CE484222325;

    public static ulong Add(ulong hash, char c) => (hash ^ c) * 0x9E3779B97F4A7C15;

    /// <summary>For the hash of a whole piece.</summary>
    public static bool Holds(ulong hash)
    {
        var (first, second) = Places(hash);
        return (Filter[first >> 3] & (1 << (first & 7))) != 0 && (Filter[second >> 3] & (1 << (second & 7))) != 0;
    }

    /// <summary>The two bits of a piece.</summary>
    public static (int First, int Second) Places(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= 0xD6E8FEB86659FD93;
        return ((int)(hash >> (64 - SizeLog2)), (int)(hash >> 20) & ((1 << SizeLog2) - 1));
    }
}
