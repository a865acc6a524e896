using System.Globalization;

namespace AiDesk.PolicyEngine.Tests.Evasions;

/// <summary>The same letters apart, together, in another order, or with digits among them.</summary>
internal static class SpellingEvasions
{
    private static readonly Dictionary<char, char> Leet = new() { ['a'] = '4', ['e'] = '3', ['i'] = '1', ['o'] = '0', ['s'] = '5', ['t'] = '7', ['l'] = '1' };

    public static IEnumerable<Evasion> All =>
    [
        new("letters apart, words further apart", t => string.Join("   ", t.Split(' ').Select(w => string.Join(' ', Writing.Elements(w))))),
        new("letters apart, all the same", t => string.Join(' ', Writing.Elements(t.Replace(" ", "", StringComparison.Ordinal)))),
        new("letters apart by three spaces", t => string.Join("   ", Writing.Elements(t.Replace(" ", "", StringComparison.Ordinal)))),
        new("dots between letters", t => Writing.Within(t, ".")),
        new("hyphens between letters", t => Writing.Within(t, "-")),
        new("underscores between letters", t => Writing.Within(t, "_")),
        new("commas between letters", t => Writing.Within(t, ",")),
        new("slashes between letters", t => Writing.Within(t, "/")),
        new("asterisks between letters", t => Writing.Within(t, "*")),
        new("emoji between letters", t => Writing.Within(t, "🔥")),
        new("emoji and spaces between letters", t => Writing.Within(t, " ✨ ")),
        new("dots between all letters", t => string.Join('.', Writing.Elements(string.Concat(Writing.Words(t))))),
        new("hyphens between all letters", t => string.Join('-', Writing.Elements(string.Concat(Writing.Words(t))))),
        new("line ends between letters", t => string.Join("\n\n", t.Split(' ').Select(w => string.Join('\n', Writing.Elements(w))))),
        new("groups of two", t => Groups(t, 2)),
        new("groups of three", t => Groups(t, 3)),
        new("groups of four", t => Groups(t, 4)),
        new("groups of five with hyphens", t => Groups(t, 5, "-")),
        new("run together", t => string.Concat(Writing.Words(t)).ToLowerInvariant()),
        new("CamelCase", t => string.Concat(Writing.Words(t).Select(w => char.ToUpperInvariant(w[0]) + w[1..].ToLowerInvariant()))),
        new("hashtag", t => "#" + string.Concat(Writing.Words(t).Select(w => char.ToUpperInvariant(w[0]) + w[1..]))),
        new("snake_case", t => string.Join('_', Writing.Words(t)).ToLowerInvariant()),
        new("kebab-case", t => string.Join('-', Writing.Words(t)).ToLowerInvariant()),
        new("dots between words", t => string.Join('.', Writing.Words(t))),
        new("a word a line", t => string.Join('\n', Writing.Words(t))),
        new("leet", t => Digits(Writing.Unaccented(t))),
        new("leet, signs", t => Writing.Unaccented(t).ToLowerInvariant().Replace('a', '@').Replace('s', '$').Replace('i', '!').Replace('o', '0').Replace('e', '3')),
        new("leet, run together", t => Digits(string.Concat(Writing.Words(Writing.Unaccented(t))).ToLowerInvariant())),
        new("leet, groups of four", t => Groups(Digits(string.Concat(Writing.Words(Writing.Unaccented(t))).ToLowerInvariant()), 4)),
        new("leet, letters apart", t => string.Join("   ", Digits(Writing.Unaccented(t)).Split(' ').Select(w => string.Join(' ', w.ToCharArray())))),
        new("inner letters turned round", t => Writing.Words(t, 5, w => w[0] + new string([.. w[1..^1].Reverse()]) + w[^1])),
        new("inner letters swapped in pairs", t => Writing.Words(t, 5, w => w[0] + string.Concat(Writing.Pieces(w[1..^1], 2).Select(p => new string([.. p.Reverse()]))) + w[^1])),
        new("inner letters sorted", t => Writing.Words(t, 5, w => w[0] + new string([.. w[1..^1].Order()]) + w[^1])),
        new("backwards", t => string.Concat(Writing.Elements(t).Reverse())),
        new("words backwards", t => Writing.Words(t, 2, w => string.Concat(Writing.Elements(w).Reverse()))),
        new("rot13", Rot13),
    ];

    public static string Rot13(string text) =>
        Writing.Letters(text, c => ((char)((char.IsAsciiLetterUpper(c) ? 'A' : 'a') + (((c | 0x20) - 'a' + 13) % 26))).ToString());

    private static string Groups(string text, int length, string between = " ") =>
        string.Join(between, Writing.Pieces(string.Concat(Writing.Words(Writing.Unaccented(text))).ToLower(CultureInfo.InvariantCulture), length));

    private static string Digits(string text) =>
        Writing.Letters(text, c => (Leet.TryGetValue(char.ToLowerInvariant(c), out var digit) ? digit : c).ToString());
}
