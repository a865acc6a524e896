using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>Capitals, rows of marks and faces.</summary>
internal static partial class Shouting
{
    private const int MostFaces = 3;
    private const int MostExclamations = 3;
    private const int LoudLetters = 12;

    public static bool IsIn(string text) =>
        Marks().IsMatch(text) || Capitals().Matches(text).Any(IsLoud) || text.Count(c => c == '!') > MostExclamations
        || text.EnumerateRunes().Count(rune => rune.Value is >= 0x1F300 and <= 0x1FAFF or >= 0x2600 and <= 0x27BF) > MostFaces;

    /// <summary>A row of words in capitals is loud from twelve letters on: names of currencies and firms are shorter.</summary>
    internal static bool IsLoud(Match capitals) => capitals.Value.Count(char.IsLetter) >= LoudLetters;

    [GeneratedRegex(@"(?<![\w-])\p{Lu}{2,}(?:[\s,]+\p{Lu}{2,})+(?![\w-])", RegexOptions.CultureInvariant, 1000)]
    internal static partial Regex Capitals();

    [GeneratedRegex(@"[!?¡¿]{3,}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    internal static partial Regex Marks();
}
