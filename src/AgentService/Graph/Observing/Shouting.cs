using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>Capitals, rows of marks and faces.</summary>
internal static partial class Shouting
{
    private const int MostFaces = 3;
    private const int MostExclamations = 3;

    public static bool IsIn(string text) =>
        Marks().IsMatch(text) || Capitals().IsMatch(text) || text.Count(c => c == '!') > MostExclamations
        || text.EnumerateRunes().Count(rune => rune.Value is >= 0x1F300 and <= 0x1FAFF or >= 0x2600 and <= 0x27BF) > MostFaces;

    /// <summary>Two or more words of at least four letters in a row, all capitals.</summary>
    [GeneratedRegex(@"(?<![\w-])\p{Lu}{4,}(?:[\s,]+\p{Lu}+)*[\s,]+\p{Lu}{4,}(?![\w-])", RegexOptions.CultureInvariant, 1000)]
    internal static partial Regex Capitals();

    [GeneratedRegex(@"[!?¡¿]{3,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    internal static partial Regex Marks();
}
