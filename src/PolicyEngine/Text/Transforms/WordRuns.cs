using AiDesk.Policy.Text.Words;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// <c>ignoreallpreviousinstructions</c>: words written without gaps, taken apart so that most letters are in long known words. Letters between them stay
/// together as words that nobody knows.
/// </summary>
internal static class WordRuns
{
    /// <summary>Letters looked at together; a longer run goes on behind the last word that surely ends within it.</summary>
    public const int MaxLetters = 512;

    /// <summary>Fewest letters of a run: no language of ours has many longer words, and those that it has hold no two key words.</summary>
    public const int Shortest = 16;

    /// <summary>Fewest letters of a word that is known to have been spelt out.</summary>
    public const int ShortestSpelt = 6;

    /// <summary>Where the words of a run end.</summary>
    /// <param name="letters">At most <see cref="MaxLetters"/>, folded.</param>
    /// <param name="ends">As long as <paramref name="letters"/>.</param>
    /// <param name="score">The squares of the lengths of the known words, added up.</param>
    /// <returns>Words.</returns>
    public static int Split(ReadOnlySpan<char> letters, Span<short> ends, out int score)
    {
        Span<int> best = stackalloc int[letters.Length + 1];
        Span<short> from = stackalloc short[letters.Length + 1];
        best.Clear();
        from.Clear();
        for (var start = 0; start < letters.Length; start++)
        {
            if (best[start + 1] < best[start] || (best[start + 1] == 0 && best[start] == 0))
            {
                best[start + 1] = best[start];
                from[start + 1] = -1;
            }

            var hash = Tokenizer.HashSeed;
            var longest = Math.Min(letters.Length, start + WordSet.Longest);
            for (var end = start; end < longest; end++)
            {
                hash = Tokenizer.Mix(hash, letters[end]);
                if (!KnownWords.All.MayBeginWith(hash))
                {
                    break;
                }

                var length = end + 1 - start;
                if (length > 1 && best[start] + (length * length) > best[end + 1] && KnownWords.All.Contains(letters.Slice(start, length), hash))
                {
                    best[end + 1] = best[start] + (length * length);
                    from[end + 1] = (short)start;
                }
            }
        }

        score = best[^1];
        return Ends(from, letters.Length, ends);
    }

    /// <summary>Do the words make a sentence? Two key words, or no letter that belongs to none: a compound has neither.</summary>
    public static bool IsSentence(ReadOnlySpan<char> letters, ReadOnlySpan<short> ends)
    {
        var keys = 0;
        var known = 0;
        var start = 0;
        foreach (var end in ends)
        {
            var word = letters[start..end];
            known += KnownWords.All.Contains(word) ? word.Length : 0;
            keys += KnownWords.Keys.Contains(word) ? 1 : 0;
            start = end;
        }

        return keys > 1 || (ends.Length > 1 && known == letters.Length);
    }

    /// <summary>Walks back from the end; letters of no word make one together.</summary>
    private static int Ends(ReadOnlySpan<short> from, int length, Span<short> ends)
    {
        var count = 0;
        for (var at = length; at > 0;)
        {
            ends[count++] = (short)at;
            if (from[at] >= 0)
            {
                at = from[at];
                continue;
            }

            while (at > 0 && from[at] < 0)
            {
                at--;
            }
        }

        ends[..count].Reverse();
        return count;
    }
}
