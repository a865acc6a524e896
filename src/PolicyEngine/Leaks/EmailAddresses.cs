namespace AiDesk.Policy.Leaks;

/// <summary>E-mail addresses in their usual form.</summary>
internal static class EmailAddresses
{
    private const int MaxPart = 254;

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOf('@') is >= 0 and var found)
        {
            var at = from + found;
            from = at + 1;
            var start = at;
            while (start > 0 && at - start < MaxPart && IsLocal(text[start - 1]))
            {
                start--;
            }

            var length = CharClasses.RunLength(text, at + 1, Alphabet.AlphaNumeric | Alphabet.Dash | Alphabet.Dot, MaxPart);
            var domain = text.Slice(at + 1, length).TrimEnd(".-");
            var dot = domain.LastIndexOf('.');
            if (start < at && dot > 0 && domain.Length - dot > 2)
            {
                scan.AddId("leak.pii.email", start, at + 1 + domain.Length);
                from = at + 1 + domain.Length;
            }
        }
    }

    private static bool IsLocal(char c) => CharClasses.Is(c, Alphabet.Url | Alphabet.Dot) || c is '+' or '%';
}
