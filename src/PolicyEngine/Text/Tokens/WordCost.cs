namespace AiDesk.Policy.Text;

/// <summary>A word in Latin letters: one token when the vocabulary holds it, otherwise by its length, as measured over words that it does not hold.</summary>
internal static class WordCost
{
    /// <summary>Reads one piece: letters up to where a capital follows a small one, and an English ending such as <c>'ll</c>.</summary>
    public static double Read(ReadOnlySpan<char> text, ref int i)
    {
        var start = i;
        var hasLead = HasLead(text, start);
        var hash = hasLead ? TokenWords.Add(TokenWords.Empty, text[start - 1]) : TokenWords.Empty;
        var isPlain = true;
        var wasSmall = false;
        var capitals = 0;
        while (i < text.Length)
        {
            var c = text[i];
            if (c < 128)
            {
                if (!char.IsAsciiLetter(c))
                {
                    break;
                }

                var isCapital = c < 'a';
                if (isCapital && wasSmall)
                {
                    break;
                }

                wasSmall = !isCapital;
                capitals += isCapital ? 1 : 0;
            }
            else if (TokenScript.Of(c) == ScriptKind.Latin)
            {
                isPlain = false;
                wasSmall = true;
            }
            else
            {
                break;
            }

            hash = TokenWords.Add(hash, c);
            i++;
        }

        var length = i - start;
        var ending = EnglishEnding(text[i..]);
        for (var end = i + ending; i < end; i++)
        {
            hash = TokenWords.Add(hash, text[i]);
        }

        var sign = hasLead && text[start - 1] != ' ' ? 0.7 : 0;
        return TokenWords.Holds(hash) ? 1 : Cut(length, capitals, isPlain) + (ending > 0 ? 0.5 : 0) + sign;
    }

    /// <summary>The character before a word belongs to it: a space, or a sign that stands alone between it and something that is neither space nor sign.</summary>
    public static bool HasLead(ReadOnlySpan<char> text, int start) =>
        start > 0 && (text[start - 1] == ' '
            || (TokenScript.Of(text[start - 1]) == ScriptKind.Punctuation
                && (start == 1 || TokenScript.Of(text[start - 2]) is not (ScriptKind.Space or ScriptKind.Punctuation))));

    /// <summary>Tokens of a word that is not one: two up to six letters, slowly more, and from sixteen on a token for every five.</summary>
    private static double Cut(int length, int capitals, bool isPlain)
    {
        if (length == 1)
        {
            return 1;
        }

        if (capitals > 1 && capitals == length)
        {
            return 1.2 + (length * 0.2);
        }

        var cost = length <= 15 ? 2.1 + (Math.Max(0, length - 5) * 0.055) : length / 4.8;
        return cost + (isPlain ? 0 : 0.1) + (capitals > 0 ? 0.2 : 0);
    }

    /// <summary>Length of 's, 't, 'm, 'd, 're, 've or 'll at the beginning; 0 for none.</summary>
    private static int EnglishEnding(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[0] != '\'')
        {
            return 0;
        }

        var length = rest[1] is 's' or 't' or 'm' or 'd' ? 2
            : rest.Length > 2 && rest[1..3] is "re" or "ve" or "ll" ? 3
            : 0;
        return length > 0 && (rest.Length == length || TokenScript.Of(rest[length]) != ScriptKind.Latin) ? length : 0;
    }
}
