namespace AiDesk.Policy.Leaks;

/// <summary>
/// Words or chance? The pairs of neighbouring letters that make up 93 % of the words of the seven languages are 43 % of all pairs: words have nearly only
/// such pairs, random strings fewer than half.
/// </summary>
internal static class WordLikeness
{
    /// <summary>Longest text that is looked at: enough to tell.</summary>
    private const int Reach = 128;

    /// <summary>For each letter those that often follow it in English, German, Spanish, French, Italian, Portuguese and Dutch.</summary>
    private static readonly uint[] Followers = [.. new[]
    {
        "abcdfghijklmnoprstuvyz", "abeiloru", "acehiklortu", "adeiorstu", "abcdefghijklmnprstuvwxyz", "aefiortu", "aeghilnorstu", "aeilmnort", "abcdefghjklmnopqrstuvz",
        "adekno", "aeinotu", "adeghilopstuy", "abeimopsu", "acdefghiknostuvyz", "bcdeghiklmnoprstuvw", "aeiloprtu", "u", "abcdefghiklmnorstuwy", "abcehilopstu",
        "aehiorstuwyz", "abcefghiklmnorstuvwx", "aeior", "aehiou", "e", "o", "aeiouz",
    }.Select(letters => letters.Aggregate(0U, (bits, c) => bits | (1U << (c - 'a'))))];

    /// <summary>
    /// Most of the text is letters that stand together as in words, and the words are as long as words are. A change from small letters to capitals begins one.
    /// </summary>
    public static bool IsWords(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Reach)];
        var letters = 0;
        var pairs = 0;
        var common = 0;
        var previous = '0';
        foreach (var c in text)
        {
            if (char.IsAsciiLetter(c))
            {
                letters++;
                if (char.IsAsciiLetter(previous) && !(char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(previous)))
                {
                    pairs++;
                    common += (int)(Followers[(previous | 0x20) - 'a'] >> ((c | 0x20) - 'a')) & 1;
                }
            }

            previous = c;
        }

        // Words of w letters have w - 1 pairs: from 3.6 letters a word on.
        return pairs * 2 >= text.Length && pairs * 36 >= letters * 26 && common * 100 >= pairs * 72;
    }
}
