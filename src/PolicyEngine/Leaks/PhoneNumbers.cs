namespace AiDesk.Policy.Leaks;

/// <summary>International telephone numbers (E.164): a plus sign and 8 to 15 digits, grouped as people do.</summary>
internal static class PhoneNumbers
{
    private const int MinDigits = 8;
    private const int MaxDigits = 15;

    /// <summary>The index behind the number whose first digit is at <paramref name="start"/>; -1 when there is none.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        var digits = 0;
        var end = start;
        for (var i = start; i < text.Length && digits <= MaxDigits; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                digits++;
                end = i + 1;
            }
            else if (text[i] is not (' ' or '-' or '.' or '(' or ')' or '/') || i - end > 1)
            {
                break;
            }
        }

        return digits is >= MinDigits and <= MaxDigits ? end : -1;
    }
}
