namespace AiDesk.Policy.Leaks;

/// <summary>The alphabets of tokens, as bits of a table.</summary>
[Flags]
internal enum Alphabet : ushort
{
    None = 0,
    Lower = 1,
    Upper = 2,
    Digit = 4,
    HexLetter = 8,
    Dash = 16,
    Underscore = 32,
    Dot = 64,
    Base64 = 128,

    /// <summary>The separators of password hashes: <c>$ ,</c></summary>
    Crypt = 256,

    /// <summary>The signs of generated passwords besides: <c>~</c></summary>
    Tilde = 512,
    Letters = Lower | Upper,
    AlphaNumeric = Lower | Upper | Digit,
    Hex = Digit | HexLetter,
    UpperDigit = Upper | Digit,
    LowerDigit = Lower | Digit,
    Word = AlphaNumeric | Underscore,
    Url = AlphaNumeric | Underscore | Dash,
}

internal static class CharClasses
{
    private static readonly Alphabet[] Table = Build();

    public static Alphabet Of(char c) => c < 128 ? Table[c] : Alphabet.None;

    public static bool Is(char c, Alphabet alphabet) => (Of(c) & alphabet) != 0;

    /// <summary>A place that was counted off, put before a character that it would divide.</summary>
    public static int Whole(ReadOnlySpan<char> text, int place) =>
        place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) && char.IsHighSurrogate(text[place - 1]) ? place - 1 : place;

    /// <summary>Length of the run of an alphabet that ends before <paramref name="end"/>, at most <paramref name="max"/>.</summary>
    public static int RunLengthBack(ReadOnlySpan<char> text, int end, Alphabet alphabet, int max)
    {
        var i = end;
        while (i > 0 && end - i < max && Is(text[i - 1], alphabet))
        {
            i--;
        }

        return end - i;
    }

    /// <summary>Length of the run of an alphabet at <paramref name="start"/>, at most <paramref name="max"/>.</summary>
    public static int RunLength(ReadOnlySpan<char> text, int start, Alphabet alphabet, int max)
    {
        var i = start;
        var limit = (int)Math.Min(text.Length, (long)start + max);
        while (i < limit && Is(text[i], alphabet))
        {
            i++;
        }

        return i - start;
    }

    private static Alphabet[] Build()
    {
        var table = new Alphabet[128];
        for (var c = 'a'; c <= 'z'; c++)
        {
            var hex = c <= 'f' ? Alphabet.HexLetter : Alphabet.None;
            table[c] = Alphabet.Lower | hex;
            table[c - 32] = Alphabet.Upper | hex;
        }

        for (var c = '0'; c <= '9'; c++)
        {
            table[c] = Alphabet.Digit;
        }

        table['-'] = Alphabet.Dash;
        table['_'] = Alphabet.Underscore;
        table['.'] = Alphabet.Dot;
        table['$'] = table[','] = Alphabet.Crypt;
        table['~'] = Alphabet.Tilde;
        table['+'] = table['/'] = table['='] = Alphabet.Base64;
        return table;
    }
}
