using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Policy.Text;

/// <summary>
/// Wraps untrusted text so that a model can tell it from instructions: begin and end lines with a tag that the text cannot contain, and a mark in place of
/// the space between words (Hines et al. 2024, "Defending Against Indirect Prompt Injection Attacks With Spotlighting"). The security rules say what the
/// marks mean. The tag is a hash of the text, because the engine has no randomness: a text that contained its own tag would be a collision to order.
/// </summary>
public static class Datamark
{
    /// <summary>Stands between the words of marked text; taken out of the text itself.</summary>
    public const char Mark = '\u02C6';

    private const int TagDigits = 16;
    private const int MaxLabelChars = 64;

    /// <summary>The wrapped text. Deterministic.</summary>
    /// <param name="id">The caller's id; letters, digits, <c>. _ -</c> are kept, at most 64.</param>
    /// <param name="origin">Where it came from, as <c>knowledge</c>; cut like the id.</param>
    /// <param name="text">The text, as it came but for the mark; control characters other than line ends and tabs become spaces.</param>
    public static string Wrap(string id, string origin, string text)
    {
        var tag = TagOf(text);
        var builder = new StringBuilder(text.Length + 160);
        builder.Append("<<data ").Append(tag).Append(" id=").Append(Label(id)).Append(" origin=").Append(Label(origin)).Append(">>\n");
        AppendMarked(builder, text);
        builder.Append("\n<<end ").Append(tag).Append(">>");
        return builder.ToString();
    }

    private static void AppendMarked(StringBuilder builder, string text)
    {
        foreach (var c in text)
        {
            builder.Append(c switch
            {
                Mark => '^',
                ' ' or '\t' or '\u00A0' => Mark,
                '\n' or '\r' => c,
                _ when char.IsControl(c) => Mark,
                _ => c,
            });
        }
    }

    private static string TagOf(string text)
    {
        for (var salt = 0; ; salt++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(salt == 0 ? text : string.Concat(text, "\0", new string('x', salt))));
            var tag = Convert.ToHexStringLower(hash)[..TagDigits];
            if (!text.Contains(tag, StringComparison.OrdinalIgnoreCase))
            {
                return tag;
            }
        }
    }

    private static string Label(string text)
    {
        var kept = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLabelChars)))
        {
            kept.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_');
        }

        return kept.Length == 0 ? "_" : kept.ToString();
    }
}
