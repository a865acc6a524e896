namespace AiDesk.Policy.Text.Words;

/// <summary>Reads <c>prevoius</c>: known words by their first letter, their last, and those between in any order.</summary>
internal sealed class ScrambledWords
{
    /// <summary>Fewest letters: in a word of three nothing can change places.</summary>
    public const int Shortest = 4;

    private readonly Dictionary<uint, string[]> _words;

    public ScrambledWords(IEnumerable<string> words) =>
        _words = words.Where(w => w.Length is >= Shortest and <= WordSet.Longest)
            .GroupBy(w => KeyOf(w))
            .ToDictionary(g => g.Key, g => g.Order(StringComparer.Ordinal).ToArray());

    /// <summary>The known word that this one is a scrambling of; null when it is none or is known itself. Of several the first: they differ by a slip.</summary>
    public string? Find(ReadOnlySpan<char> word)
    {
        if (word.Length is < Shortest or > WordSet.Longest || !_words.TryGetValue(KeyOf(word), out var candidates))
        {
            return null;
        }

        string? found = null;
        foreach (var candidate in candidates)
        {
            if (!IsScrambling(word, candidate))
            {
                continue;
            }

            if (word.SequenceEqual(candidate))
            {
                return null;
            }

            found ??= candidate;
        }

        return found;
    }

    private static bool IsScrambling(ReadOnlySpan<char> word, string candidate)
    {
        if (word.Length != candidate.Length || word[0] != candidate[0] || word[^1] != candidate[^1])
        {
            return false;
        }

        Span<char> a = stackalloc char[WordSet.Longest];
        Span<char> b = stackalloc char[WordSet.Longest];
        a = a[..word.Length];
        b = b[..word.Length];
        word.CopyTo(a);
        candidate.CopyTo(b);
        a.Sort();
        b.Sort();
        return a.SequenceEqual(b);
    }

    private static uint KeyOf(ReadOnlySpan<char> word) => ((uint)Tokenizer.LettersOf(word) << 16) ^ ((uint)word[0] << 8) ^ word[^1];
}
