namespace AiDesk.Policy.Leaks;

/// <summary>How random a string looks.</summary>
internal static class Entropy
{
    /// <summary>Shannon entropy of the ASCII characters, bits per character.</summary>
    public static double Bits(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var c in text)
        {
            counts[c & 127]++;
        }

        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
            {
                var p = (double)count / text.Length;
                bits -= p * Math.Log2(p);
            }
        }

        return bits;
    }

    /// <summary>Letters and digits both, more than a few of each: words and numbers have one kind.</summary>
    public static bool IsMixed(ReadOnlySpan<char> text)
    {
        var letters = 0;
        var digits = 0;
        foreach (var c in text)
        {
            letters += char.IsAsciiLetter(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return letters >= 2 && digits >= 2;
    }

    /// <summary>How often the writing changes between lower case, capitals and digits: random strings change all the time.</summary>
    public static int Changes(ReadOnlySpan<char> text)
    {
        var changes = 0;
        for (var i = 1; i < text.Length; i++)
        {
            changes += CharClasses.Of(text[i]) != CharClasses.Of(text[i - 1]) ? 1 : 0;
        }

        return changes;
    }
}
