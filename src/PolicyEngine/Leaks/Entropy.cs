using System.Numerics;

namespace AiDesk.Policy.Leaks;

/// <summary>How random a string looks. Only the first <see cref="Reach"/> characters are looked at: a string that long tells.</summary>
internal static class Entropy
{
    private const int Reach = 256;

    /// <summary>c · log2 c.</summary>
    private static readonly double[] Weights = [.. Enumerable.Range(0, Reach + 1).Select(c => c == 0 ? 0 : c * Math.Log2(c))];

    /// <summary>Shannon entropy of the ASCII characters, bits per character; 0 of an empty text.</summary>
    public static double Bits(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, Reach)];
        if (text.IsEmpty)
        {
            return 0;
        }

        Span<ushort> counts = stackalloc ushort[128];
        counts.Clear();
        var sum = 0.0;
        foreach (var c in text)
        {
            // Each further one of a character adds what its weight grows by.
            var count = ++counts[c & 127];
            sum += Weights[count] - Weights[count - 1];
        }

        return Math.Log2(text.Length) - (sum / text.Length);
    }

    /// <summary>How many characters there are that differ.</summary>
    public static int Distinct(ReadOnlySpan<char> text)
    {
        var (low, high) = (0UL, 0UL);
        foreach (var c in text[..Math.Min(text.Length, Reach)])
        {
            low |= (c & 64) == 0 ? 1UL << (c & 63) : 0;
            high |= (c & 64) != 0 ? 1UL << (c & 63) : 0;
        }

        return BitOperations.PopCount(low) + BitOperations.PopCount(high);
    }

    /// <summary>Letters and digits both, more than a few of each: words and numbers have one kind.</summary>
    public static bool IsMixed(ReadOnlySpan<char> text)
    {
        var letters = 0;
        var digits = 0;
        foreach (var c in text[..Math.Min(text.Length, Reach)])
        {
            letters += char.IsAsciiLetter(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return letters >= 2 && digits >= 2;
    }

    /// <summary>How often the writing changes between lower case, capitals and digits: random strings change all the time.</summary>
    public static int Changes(ReadOnlySpan<char> text)
    {
        const Alphabet Kinds = Alphabet.AlphaNumeric;
        text = text[..Math.Min(text.Length, Reach)];
        var changes = 0;
        for (var i = 1; i < text.Length; i++)
        {
            changes += (CharClasses.Of(text[i]) & Kinds) != (CharClasses.Of(text[i - 1]) & Kinds) ? 1 : 0;
        }

        return changes;
    }
}
