namespace AiDesk.Policy.Text.Transforms;

/// <summary>What the digit 1 of a text's leet words may be.</summary>
internal enum LeetOnes : byte
{
    NoLeet,
    None,

    /// <summary>Some word has a 1: an i, or an l.</summary>
    Ambiguous,
}

/// <summary>
/// <c>1gn0r3 pr3v10us</c>: digits and signs for letters. Only words that also have letters, and not fewer of them than of the others by more than two:
/// codes, order numbers and part numbers are left as they are.
/// </summary>
internal static class LeetLetters
{
    private const string Signs = "0134578@$!|9";
    private const string Letters = "oieastbasilg";

    /// <summary>What is longer is an encoding or an id.</summary>
    private const int LongestWord = 24;

    public static LeetOnes Find(TextView view)
    {
        var text = view.Text;
        var found = LeetOnes.NoLeet;
        for (var i = 0; i < text.Length;)
        {
            var end = CoreEnd(text, i);
            if (IsLeet(text[i..end]))
            {
                if (text[i..end].Contains('1'))
                {
                    return LeetOnes.Ambiguous;
                }

                found = LeetOnes.None;
            }

            i = end + 1;
        }

        return found;
    }

    /// <summary>Writes <paramref name="view"/> with its leet words respelled; a 1 becomes <paramref name="one"/>, and 11 becomes ll.</summary>
    public static void Rewrite(TextView view, TextView plain, char one)
    {
        var text = view.Text;
        plain.AppendFrom(view, 0, text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = CoreEnd(text, i);
            if (IsLeet(text[i..end]))
            {
                for (var k = i; k < end; k++)
                {
                    var doubled = text[k] == '1' && ((k > i && text[k - 1] == '1') || (k + 1 < end && text[k + 1] == '1'));
                    plain.Replace(k, doubled ? 'l' : text[k] == '1' ? one : LetterOf(text[k]));
                }

                plain.Touch(i, end, TextTransform.Leet);
            }

            i = end + 1;
        }
    }

    private static char LetterOf(char c)
    {
        var index = c is >= 'a' and <= 'z' ? -1 : Signs.IndexOf(c, StringComparison.Ordinal);
        return index < 0 ? c : Letters[index];
    }

    private static bool IsLeet(ReadOnlySpan<char> word)
    {
        if (word.Length is < 3 or > LongestWord)
        {
            return false;
        }

        var letters = 0;
        var signs = 0;
        foreach (var c in word)
        {
            if (c is >= 'a' and <= 'z')
            {
                letters++;
            }
            else if (Signs.AsSpan().Contains(c))
            {
                signs++;
            }
            else if (!char.IsLetter(c))
            {
                return false;
            }
        }

        return signs > 0 && letters >= 2 && signs <= letters + 2;
    }

    /// <summary>The end of the word at <paramref name="start"/>: white space and punctuation, and a ! or | behind which no letter follows.</summary>
    private static int CoreEnd(ReadOnlySpan<char> text, int start)
    {
        var i = start;
        while (i < text.Length)
        {
            var c = text[i];
            if (c is <= ' ' or '.' or ',' or ';' or ':' or '?' or '(' or ')' or '"' or '\'' or '-' or '/' or '_' or '<' or '>' or '[' or ']' or '{' or '}')
            {
                break;
            }

            if (c is ('!' or '|') && (i + 1 >= text.Length || !char.IsAsciiLetterOrDigit(text[i + 1])))
            {
                break;
            }

            i++;
        }

        return i;
    }
}
