namespace AiDesk.Policy.Text;

/// <summary>
/// Cuts a text into the pieces that o200k would cut it into, and says of each what it costs: a word that the vocabulary holds is one token, another by its
/// length; what is not Latin by the letters that a token of its script holds. Measured against the real tokenizer: docs/token-estimates.md.
/// </summary>
public sealed class TokenEstimator : ITokenEstimator
{
    public static TokenEstimator Shared { get; } = new();

    private TokenEstimator()
    {
    }

    public int Estimate(ReadOnlySpan<char> text)
    {
        var tokens = 0.0;
        var i = 0;
        while (i < text.Length)
        {
            var kind = TokenScript.Of(text[i]);
            tokens += kind switch
            {
                ScriptKind.Latin => WordCost.Read(text, ref i),
                ScriptKind.Space => Spaces(text, ref i),
                ScriptKind.Digit => Digits(text, ref i),
                ScriptKind.Punctuation => Punctuation(text, ref i),
                _ => Letters(text, kind, ref i),
            };
        }

        return (int)Math.Ceiling(tokens);
    }

    /// <summary>The last space before a word or punctuation belongs to that; the others are one token together, and so is a run that ends in line feeds.</summary>
    private static double Spaces(ReadOnlySpan<char> text, ref int i)
    {
        var start = i;
        var afterLine = i;
        while (i < text.Length && TokenScript.Of(text[i]) == ScriptKind.Space)
        {
            if (text[i++] is '\n' or '\r')
            {
                afterLine = i;
            }
        }

        var lines = afterLine > start ? 1 : 0;
        var spaces = i - afterLine;
        var joinsNext = spaces > 0 && i < text.Length && TokenScript.Of(text[i]) != ScriptKind.Digit;
        return lines + (spaces > (joinsNext ? 1 : 0) ? 1 : 0);
    }

    /// <summary>Three digits a token.</summary>
    private static double Digits(ReadOnlySpan<char> text, ref int i)
    {
        var start = i;
        while (i < text.Length && TokenScript.Of(text[i]) == ScriptKind.Digit)
        {
            i++;
        }

        return (i - start + 2) / 3;
    }

    /// <summary>A sign that belongs to the word behind it is counted there; a run of one sign is cheap, a mixture is not. Line feeds behind belong to it.</summary>
    private static double Punctuation(ReadOnlySpan<char> text, ref int i)
    {
        var start = i;
        var changes = 0;
        while (i < text.Length && TokenScript.Of(text[i]) == ScriptKind.Punctuation)
        {
            changes += i > start && text[i] != text[i - 1] ? 1 : 0;
            i++;
        }

        var length = i - start;
        if (WordCost.HasLead(text, i) && i < text.Length && TokenScript.Of(text[i]) == ScriptKind.Latin)
        {
            return 0;
        }

        while (i < text.Length && text[i] is '\n' or '\r')
        {
            i++;
        }

        return 1 + (changes * 0.55) + ((length - 1 - changes) / 12.0);
    }

    /// <summary>Letters of a script whose words are not in the filter. Short Cyrillic words are one token each.</summary>
    private static double Letters(ReadOnlySpan<char> text, ScriptKind kind, ref int i)
    {
        var start = i;
        while (i < text.Length && TokenScript.Of(text[i]) == kind)
        {
            i++;
        }

        var length = i - start;
        return kind == ScriptKind.Cyrillic ? 1 + (Math.Max(0, length - 4) / 4.0) : Math.Max(1, length / TokenScript.UnitsPerToken(kind));
    }
}
