namespace AiDesk.Policy.Leaks;

/// <summary>Telephone numbers as the North American plan writes them: the form alone tells.</summary>
internal static class AmericanNumbers
{
    /// <summary>Forms of the North American plan, 0 for any digit.</summary>
    private static readonly string[] Forms =
    [
        "(000) 000-0000", "(000)000-0000", "(000).000.0000", "000-000-0000", "000.000.0000", "0 (000) 000-0000", "0(000)000-0000", "0-(000)-000-0000", "0-000-000-0000", "0 000-000-0000",
        "0.000.000.0000", "0-000.000.0000", "0 000.000.0000",
    ];

    /// <summary>Length of <c>(212) 555-0199</c>, <c>212-555-0199</c>, <c>212.555.0199</c> at the beginning, with a 1 before it or not; -1 of another form.</summary>
    public static int Length(ReadOnlySpan<char> number)
    {
        foreach (var form in Forms)
        {
            if (HasForm(number, form))
            {
                return form.Length;
            }
        }

        return -1;
    }

    private static bool HasForm(ReadOnlySpan<char> number, string form)
    {
        if (number.Length < form.Length || (number.Length > form.Length && char.IsAsciiDigit(number[form.Length])))
        {
            return false;
        }

        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == '0' ? !char.IsAsciiDigit(number[i]) : number[i] != form[i])
            {
                return false;
            }
        }

        return true;
    }
}
