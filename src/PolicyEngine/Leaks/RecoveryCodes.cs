namespace AiDesk.Policy.Leaks;

/// <summary>Recovery codes of an account: several short codes in a row, with digits in them, behind a name that says what they are.</summary>
internal static class RecoveryCodes
{
    private const int MinCode = 6;
    private const int MaxCode = 24;

    /// <summary>Codes that make a list.</summary>
    private const int MinCodes = 2;

    /// <summary>How far behind the name the list begins, and how far apart the codes stand.</summary>
    private const int MaxBefore = 60;
    private const int MaxBetween = 6;

    /// <summary>Behind the name, list and all.</summary>
    public const int MaxChars = 600;

    /// <summary>Reports the list behind a name; the index behind it, or -1 when there is none.</summary>
    public static int Report(in LeakScan scan, int nameEnd)
    {
        var text = scan.Text;
        var (start, end, codes) = (-1, -1, 0);
        var limit = Math.Min(text.Length, nameEnd + MaxChars);
        for (var i = nameEnd; i < limit;)
        {
            var length = CharClasses.RunLength(text, i, Alphabet.AlphaNumeric | Alphabet.Dash, MaxCode + 1);
            var code = text.Slice(i, length).Trim('-');
            if (code.Length is >= MinCode and <= MaxCode && code.ContainsAnyInRange('0', '9'))
            {
                start = codes == 0 ? i : start;
                end = i + length;
                codes++;
            }
            else if (codes > 0 ? i - end > MaxBetween : i - nameEnd > MaxBefore)
            {
                break;
            }

            i += Math.Max(1, length);
        }

        if (codes < MinCodes)
        {
            return -1;
        }

        scan.Add("leak.secret.recovery_codes", start, end);
        return end;
    }
}
