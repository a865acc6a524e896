using AiDesk.Policy.Text.Transforms;

namespace AiDesk.Policy.Text.Words;

/// <summary>
/// Is a word that no lexicon knows a key word in disguise? A probe by its first letter, last letter and length, and one by its letters regardless of order,
/// answer no for nearly every word; only then is each reading looked up.
/// </summary>
internal sealed class WordHints
{
    /// <summary>Fewest letters of a word that makes a view worth making.</summary>
    private const int Shortest = 6;

    /// <summary>A bit for <see cref="Tokenizer.LettersOf"/> of each key word, plain and under rot13.</summary>
    private readonly ulong[] _letters = new ulong[(1 << 16) / 64];

    /// <summary>A bit for the first letter, the last and the length of each key word, plain, backwards and under rot13.</summary>
    private readonly ulong[] _frames = new ulong[(1 << 16) / 64];

    public WordHints(IEnumerable<string> keys)
    {
        Span<char> rotated = stackalloc char[WordSet.Longest];
        foreach (var key in keys.Where(k => k.Length is >= Shortest and <= WordSet.Longest))
        {
            for (var i = 0; i < key.Length; i++)
            {
                rotated[i] = WholeTextDecoders.Rotate(key[i]);
            }

            Set(_letters, Tokenizer.LettersOf(key));
            Set(_letters, Tokenizer.LettersOf(rotated[..key.Length]));
            Set(_frames, Frame(key[0], key[^1], key.Length));
            Set(_frames, Frame(key[^1], key[0], key.Length));
            Set(_frames, Frame(rotated[0], rotated[key.Length - 1], key.Length));
        }
    }

    /// <summary>False for nearly every word that is none of the disguised key words, and for every shorter one.</summary>
    public bool MayBe(ReadOnlySpan<char> word) =>
        word.Length >= Shortest && IsSet(_frames, Frame(word[0], word[^1], word.Length)) && IsSet(_letters, Tokenizer.LettersOf(word));

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

    private static ushort Frame(char first, char last, int length) => (ushort)(((first & 31) << 11) | ((last & 31) << 6) | (length & 63));

    private static bool IsSet(ulong[] bits, ushort bit) => (bits[bit >> 6] & (1UL << bit)) != 0;

    private static void Set(ulong[] bits, ushort bit) => bits[bit >> 6] |= 1UL << bit;
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
