using System.Globalization;
using System.Text;

namespace AiDesk.Training.Texts;

/// <summary>
/// Ways of writing a text so that a person or a program has to undo them. Harmless texts in each of them train the model that a disguise alone is no attack: what stands
/// behind it is judged in its own view, and that it was disguised is the signatures' to weigh.
/// </summary>
internal static class Disguises
{
    public static IReadOnlyList<(string Name, Func<string, string> Write)> All { get; } =
    [
        ("base64", text => "see " + Convert.ToBase64String(Bytes(text)) + " below"),
        ("base64 alone", text => Convert.ToBase64String(Bytes(text))),
        ("hex", text => Convert.ToHexStringLower(Bytes(text))),
        ("hex with spaces", text => Codes(text, " ", "x2")),
        ("hex with 0x", text => "0x" + Codes(text, " 0x", "x2")),
        ("backslash x", text => "\\x" + Codes(text, "\\x", "x2")),
        ("backslash u", text => string.Concat(text.Select(c => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture)))),
        ("backslash u in braces", text => string.Concat(text.Select(c => "\\u{" + ((int)c).ToString("x", CultureInfo.InvariantCulture) + "}"))),
        ("percent", text => "%" + Codes(text, "%", "X2")),
        ("url", Uri.EscapeDataString),
        ("entities", text => string.Concat(text.Select(c => "&#" + ((int)c).ToString(CultureInfo.InvariantCulture) + ";"))),
        ("decimal codes", text => Codes(text, " ", "d")),
        ("quoted-printable", text => "=" + Codes(text, "=", "X2")),
        ("binary", text => string.Join(' ', Bytes(text).Select(b => Convert.ToString(b, 2).PadLeft(8, '0')))),
        ("spaced", text => string.Join(' ', text.Where(c => c != ' '))),
        ("spaced, words apart", text => string.Join("   ", text.Split(' ').Select(word => string.Join(' ', word.AsEnumerable())))),
        ("spaced widely", text => string.Join("   ", text.Where(c => c != ' '))),
        ("a word a line", text => text.Replace(' ', '\n')),
        ("capital words", text => string.Concat(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]))),
        ("hashtag", text => "#" + string.Concat(text.Where(char.IsLetterOrDigit))),
        ("groups of two", text => Groups(text, 2, " ")),
        ("groups of three", text => Groups(text, 3, " ")),
        ("groups of five", text => Groups(text, 5, "-")),
        ("digits, joined", text => Map(text, "aeiost", "431057").Replace(" ", "", StringComparison.Ordinal)),
        ("dotted", text => string.Join('.', text.Where(c => c != ' '))),
        ("dashed words", text => string.Join(' ', text.Split(' ').Select(word => string.Join('-', word.AsEnumerable())))),
        ("joined", text => text.Replace(" ", "", StringComparison.Ordinal)),
        ("underscores", text => text.Replace(' ', '_')),
        ("groups of four", text => Groups(text, 4, " ")),
        ("digits for letters", text => Map(text, "aeiost", "431057")),
        ("reversed", text => new string([.. text.Reverse()])),
        ("reversed words", text => string.Join(' ', text.Split(' ').Select(word => new string([.. word.Reverse()])))),
        ("rot13", text => string.Concat(text.Select(Rot13))),
        ("zero-width", text => string.Join('\u200B', text.AsEnumerable())),
        ("comment", text => "<p>Hello</p><!-- " + text + " --><p>Bye</p>"),
        ("hidden element", text => "<div style=\"display:none\">" + text + "</div>"),
        ("small print", text => "<span style=\"font-size:0;color:#fff\">" + text + "</span>"),
        ("attribute", text => "<img src=\"a.png\" alt=\"" + text.Replace('"', '\'') + "\" title=\"photo\">"),
        ("link title", text => "[more](https://shop.example/a \"" + text.Replace('"', '\'') + "\")"),
        ("markup in words", text => string.Join(' ', text.Split(' ').Select(word => word.Length > 3 ? word[..2] + "<b></b>" + word[2..] : word))),
        ("code", text => "```\n// " + text + "\nreturn 0;\n```"),
        ("json", text => "{\"status\":\"ok\",\"note\":\"" + text.Replace('"', '\'') + "\"}"),
    ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Codes(string text, string between, string format) =>
        string.Join(between, Bytes(text).Select(b => b.ToString(format, CultureInfo.InvariantCulture)));

    private static string Groups(string text, int length, string between) =>
        string.Join(between, text.Replace(" ", "", StringComparison.Ordinal).Chunk(length).Select(part => new string(part)));

    private static string Map(string text, string from, string to) =>
        string.Concat(text.Select(c => from.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal) is >= 0 and var at ? to[at] : c));

    private static char Rot13(char c) => c switch
    {
        >= 'a' and <= 'z' => (char)('a' + ((c - 'a' + 13) % 26)),
        >= 'A' and <= 'Z' => (char)('A' + ((c - 'A' + 13) % 26)),
        _ => c,
    };
}
