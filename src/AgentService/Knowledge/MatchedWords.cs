using System.Globalization;
using System.Text;

namespace AiDesk.Agent.Knowledge;

/// <summary>Which words of a question a passage has, as they stand there: why it was found. Words agree when they begin alike, without case and accents.</summary>
internal sealed class MatchedWords
{
    private const int StemLength = 5;
    private const int ShortestWord = 3;
    private const int CountLimit = 20;

    private readonly HashSet<string> _stems;

    private MatchedWords(HashSet<string> stems) => _stems = stems;

    public static MatchedWords Of(string question) => new([.. Words(question).Select(Stem).Where(stem => stem.Length >= ShortestWord)]);

    /// <summary>In the order in which they come; at most 20, each once.</summary>
    public IReadOnlyList<string> In(string text) => [.. Words(text).Where(word => _stems.Contains(Stem(word))).Distinct(StringComparer.Ordinal).Take(CountLimit)];

    private static IEnumerable<string> Words(string text)
    {
        var begin = -1;
        for (var place = 0; place <= text.Length; place++)
        {
            if (place < text.Length && char.IsLetterOrDigit(text[place]))
            {
                begin = begin < 0 ? place : begin;
            }
            else if (begin >= 0)
            {
                yield return text[begin..place];
                begin = -1;
            }
        }
    }

    private static string Stem(string word)
    {
        var folded = string.Concat(word.ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(letter => CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark));
        return folded[..Math.Min(folded.Length, StemLength)];
    }
}
