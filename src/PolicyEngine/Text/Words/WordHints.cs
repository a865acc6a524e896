using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Text.Words;

/// <summary>
/// Is a word that no lexicon knows a key word in disguise? One probe by its letters regardless of order answers no for nearly every word; only then is
/// each reading looked up.
/// </summary>
internal sealed class WordHints
{
    /// <summary>A bit for the <see cref="Token.Letters"/> of each key word, plain and under rot13.</summary>
    private readonly ulong[] _letters = new ulong[(1 << 16) / 64];

    public WordHints(IEnumerable<string> keys)
    {
        Span<char> rotated = stackalloc char[WordSet.Longest];
        foreach (var key in keys.Where(k => k.Length <= WordSet.Longest))
        {
            Set(Tokenizer.LettersOf(key));
            for (var i = 0; i < key.Length; i++)
            {
                rotated[i] = WholeTextDecoders.Rotate(key[i]);
            }

            Set(Tokenizer.LettersOf(rotated[..key.Length]));
        }
    }

    /// <summary>False for nearly every word that is none of the disguised key words, and for every shorter one.</summary>
    public bool MayBe(in Token token) =>
        token.Length >= KnownWords.ShortestKey && (_letters[token.Letters >> 6] & (1UL << token.Letters)) != 0;

    /// <summary>The ways in which the word is a key word in disguise.</summary>
    public static WordDisguises Find(ReadOnlySpan<char> word)
    {
        if (word.Length > WordSet.Longest || KnownWords.All.Contains(word))
        {
            return WordDisguises.None;
        }

        Span<char> other = stackalloc char[WordSet.Longest];
        other = other[..word.Length];
        var found = WordDisguises.None;
        for (var i = 0; i < word.Length; i++)
        {
            other[i] = word[^(i + 1)];
        }

        found |= KnownWords.Keys.Contains(other) ? WordDisguises.Backwards : WordDisguises.None;
        for (var i = 0; i < word.Length; i++)
        {
            other[i] = WholeTextDecoders.Rotate(word[i]);
        }

        found |= KnownWords.Keys.Contains(other) ? WordDisguises.Rot13 : WordDisguises.None;
        if (KnownWords.Scrambled.Find(word) is { } read && KnownWords.Keys.Contains(read))
        {
            found |= WordDisguises.Scrambled;
        }

        return found;
    }

    private void Set(ushort letters) => _letters[letters >> 6] |= 1UL << letters;
}

/// <summary>How a key word is disguised.</summary>
[Flags]
internal enum WordDisguises : byte
{
    None = 0,
    Backwards = 1,
    Rot13 = 2,

    /// <summary>First and last letter in place, those between out of order.</summary>
    Scrambled = 4,
}
