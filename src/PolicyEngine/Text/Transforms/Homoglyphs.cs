using System.Text;

namespace AiDesk.Policy.Text.Transforms;

/// <summary>
/// Look-alike letters of other scripts, replaced only inside words that also have Latin letters (UTS #39 calls them mixed-script): folding all Cyrillic or
/// Greek would corrupt real Russian and Greek. Letters of the Latin blocks that no language of ours writes (phonetic letters, small capitals) count as
/// another script.
/// </summary>
internal static class Homoglyphs
{
    /// <summary>Replaces in place; the words that changed are hashed anew and marked.</summary>
    /// <param name="source">The text that the view's places are in, or empty: look-alikes of capitals are lost by case folding.</param>
    /// <param name="view">The view.</param>
    public static void Resolve(ReadOnlySpan<char> source, TextView view)
    {
        var changed = false;
        foreach (var token in view.Tokens)
        {
            if (token.Length < 2 || !IsMixed(view.TextOf(token)))
            {
                continue;
            }

            changed |= Replace(source, view, token);
        }

        if (changed)
        {
            view.Tokenize();
        }
    }

    private static bool IsMixed(ReadOnlySpan<char> word)
    {
        if (Ascii.IsValid(word))
        {
            return false;
        }

        foreach (var c in word)
        {
            // A word wholly in phonetic letters or small capitals is read as Latin too.
            if (char.IsAsciiLetter(c) || IsLatinLookAlike(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLatinLookAlike(char c) => c is (>= '\u0250' and <= '\u02AF') or (>= '\u1D00' and <= '\u1D7F') or (>= '\uA720' and <= '\uA7FF');

    private static bool Replace(ReadOnlySpan<char> source, TextView view, Token token)
    {
        var any = false;
        for (var i = token.Start; i < token.End; i++)
        {
            var c = view.Text[i];
            if (c < 128)
            {
                continue;
            }

            var latin = ConfusableLetters.Find(c);
            if (latin == '\0' && !source.IsEmpty)
            {
                latin = ConfusableLetters.Find(source[view.Locate(i, i + 1).Start]);
            }

            if (latin != '\0')
            {
                view.Replace(i, latin);
                any = true;
            }
        }

        if (any)
        {
            view.Touch(token.Start, token.End, TextTransform.Homoglyph);
        }

        return any;
    }
}
