using System.Buffers;

namespace AiDesk.Policy.Policies.Documents;

/// <summary>What a plain scalar stands for (YAML 1.2.2, 10.3: core schema).</summary>
internal enum ScalarMeaning : byte
{
    Text,
    Nothing,
    Switch,
    Number,
}

internal static class ScalarMeanings
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    public static ScalarMeaning Of(ReadOnlySpan<char> text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarMeaning.Nothing,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarMeaning.Switch,
        _ => IsNumber(text) ? ScalarMeaning.Number : ScalarMeaning.Text,
    };

    private static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
        {
            return text.Length > 2 && !text[2..].ContainsAnyExcept("0123456789abcdefABCDEF");
        }

        if (text[0] is '-' or '+')
        {
            text = text[1..];
        }

        if (text is ".inf" or ".Inf" or ".INF" or ".nan" or ".NaN" or ".NAN")
        {
            return true;
        }

        var whole = Run(ref text);
        var fraction = 0;
        if (text.StartsWith('.'))
        {
            text = text[1..];
            fraction = Run(ref text);
        }

        if (whole + fraction == 0)
        {
            return false;
        }

        if (text.Length > 0 && text[0] is 'e' or 'E')
        {
            text = text[1..];
            if (text.Length > 0 && text[0] is '-' or '+')
            {
                text = text[1..];
            }

            return Run(ref text) > 0 && text.IsEmpty;
        }

        return text.IsEmpty;
    }

    /// <summary>Takes the digits that the text begins with and says how many they were.</summary>
    private static int Run(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(Digits);
        var length = end < 0 ? text.Length : end;
        text = text[length..];
        return length;
    }
}
