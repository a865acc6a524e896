using System.Numerics;

namespace AiDesk.Policy.Text.Words;

/// <summary>Words of folded text, looked up by <see cref="Tokenizer.Hash"/>; knows which letters can begin one. Immutable.</summary>
internal sealed class WordSet
{
    /// <summary>Longest word; what is longer is left out.</summary>
    public const int Longest = 24;

    private const int PrefixBits = 1 << 18;

    private readonly string?[] _words;
    private readonly uint[] _hashes;

    /// <summary>One bit for the hash of each beginning of each word: a search ends where no word goes on.</summary>
    private readonly ulong[] _prefixes = new ulong[PrefixBits / 64];

    public WordSet(IReadOnlyCollection<string> words)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, words.Count * 4));
        _words = new string?[size];
        _hashes = new uint[size];
        foreach (var word in words.Where(w => w.Length <= Longest))
        {
            Add(word);
        }
    }

    public bool Contains(ReadOnlySpan<char> word) => word.Length <= Longest && Contains(word, Tokenizer.Hash(word));

    public bool Contains(ReadOnlySpan<char> word, uint hash)
    {
        for (var slot = Slot(hash); _words[slot] is { } known; slot = (slot + 1) & (_words.Length - 1))
        {
            if (_hashes[slot] == hash && word.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>May some word begin with the letters of this hash? Always true when one does.</summary>
    public bool MayBeginWith(uint hash) => (_prefixes[Bit(hash) >> 6] & (1UL << Bit(hash))) != 0;

    private void Add(string word)
    {
        var hash = Tokenizer.HashSeed;
        foreach (var c in word)
        {
            hash = Tokenizer.Mix(hash, c);
            _prefixes[Bit(hash) >> 6] |= 1UL << Bit(hash);
        }

        var slot = Slot(hash);
        while (_words[slot] is { } other)
        {
            if (string.Equals(other, word, StringComparison.Ordinal))
            {
                return;
            }

            slot = (slot + 1) & (_words.Length - 1);
        }

        _words[slot] = word;
        _hashes[slot] = hash;
    }

    private int Slot(uint hash) => (int)((hash * 0x9E3779B1u) >> 7) & (_words.Length - 1);

    private static int Bit(uint hash) => (int)((hash * 0x85EBCA6Bu) >> 14);
}
