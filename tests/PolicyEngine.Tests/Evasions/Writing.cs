using System.Globalization;
using System.Text;

namespace AiDesk.PolicyEngine.Tests.Evasions;

/// <summary>What the writers of evasions have in common. None of it is the engine's.</summary>
internal static class Writing
{
    /// <summary>The text with each ASCII letter written another way.</summary>
    public static string Letters(string text, Func<char, string> write) =>
        string.Concat(text.Select(c => char.IsAsciiLetter(c) ? write(c) : c.ToString()));

    /// <summary>The text with each word of at least so many characters written another way; what stands between words stays.</summary>
    public static string Words(string text, int least, Func<string, string> write)
    {
        var result = new StringBuilder();
        var word = new StringBuilder();
        foreach (var c in text + "\0")
        {
            if (char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                word.Append(c);
                continue;
            }

            result.Append(word.Length >= least ? write(word.ToString()) : word.ToString()).Append(c);
            word.Clear();
        }

        return result.ToString(0, result.Length - 1);
    }

    /// <summary>Between two letters of a word.</summary>
    public static string Within(string text, string between) => Words(text, 2, w => string.Join(between, Elements(w)));

    /// <summary>Without accents on Latin letters: some ways of writing have none.</summary>
    public static string Unaccented(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark || c > '\u036F'))
            .Normalize(NormalizationForm.FormC);

    /// <summary>The words alone, without punctuation.</summary>
    public static string[] Words(string text) =>
        string.Concat(text.Select(c => c is '\'' or '\u2019' or '-' || char.IsPunctuation(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static string[] Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        var result = new List<string>();
        while (elements.MoveNext())
        {
            result.Add(elements.GetTextElement());
        }

        return [.. result];
    }

    /// <summary>Pieces of so many characters each.</summary>
    public static IEnumerable<string> Pieces(string text, int length) => text.Chunk(length).Select(chunk => new string(chunk));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Codes(string text, string between, Func<byte, string> write) => string.Join(between, Bytes(text).Select(write));
}
