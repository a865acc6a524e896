using System.Collections.Frozen;

namespace AiDesk.Policy.Leaks;

/// <summary>The phrase that restores a wallet: twelve words or more, each of 3 to 8 small letters (BIP 39), with no word that binds sentences, behind a name that says what they are.</summary>
internal static class RecoveryPhrases
{
    private const int MinWords = 12;
    private const int MaxWords = 24;
    private const int MaxChars = 400;

    /// <summary>How far behind the name the phrase begins.</summary>
    private const int MaxBefore = 60;

    /// <summary>Most characters behind the name, phrase and all.</summary>
    public const int MaxBehind = MaxBefore + MaxChars;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Sentences = FrozenSet.ToFrozenSet(
        ["the", "and", "for", "your", "with", "are", "not", "has", "was", "were", "from", "our", "but", "which", "their", "them", "who", "its"], StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reports the phrase behind a name; the index behind it, or -1 when there is none.</summary>
    public static int Report(in LeakScan scan, int nameEnd)
    {
        var text = scan.Text;
        var (start, end, words) = (-1, -1, 0);
        var limit = Math.Min(text.Length, nameEnd + MaxBefore + MaxChars);
        for (var i = nameEnd; i < limit && words < MaxWords;)
        {
            var length = CharClasses.RunLength(text, i, Alphabet.AlphaNumeric, 16);
            var word = text.Slice(i, length);
            if (length > 0 && !char.IsAsciiDigit(word[0]))
            {
                var fits = length is >= 3 and <= 8 && word.IndexOfAnyExceptInRange('a', 'z') < 0 && !Sentences.Contains(word);
                if (!fits && words >= MinWords)
                {
                    break;
                }

                start = fits && words == 0 ? i : start;
                words = fits ? words + 1 : 0;
                end = i + length;
            }

            // Numbers, commas and line ends may stand between; an end of a sentence may not.
            if (length == 0 && (text[i] is '!' or '?' or ';' or '"' or '(' || (text[i] == ':' && char.IsAsciiLetter(text[i - 1]))) && words < MinWords)
            {
                words = 0;
            }

            if (words == 0 && i - nameEnd > MaxBefore)
            {
                return -1;
            }

            i += Math.Max(1, length);
        }

        if (words < MinWords)
        {
            return -1;
        }

        scan.Add("leak.secret.recovery_phrase", start, end);
        return end;
    }
}
