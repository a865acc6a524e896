namespace AiDesk.Policy.Leaks;

/// <summary>
/// Secrets that have a form of their own (<see cref="SecretKinds"/>): one pass over the runs of letters, digits, <c>_</c> and <c>-</c>, one look into an index at
/// the beginning of each. How many kinds there are costs nothing.
/// </summary>
internal static class SecretScan
{
    /// <summary>Longest secret; what follows is another finding.</summary>
    private const int MaxChars = 8_192;

    /// <summary>Characters of a run in which a secret may begin behind <c>_</c> or <c>-</c>: <c>token_ghp_…</c></summary>
    private const int MaxName = 64;

    private const Alphabet Signs = Alphabet.Digit | Alphabet.Upper | Alphabet.Underscore | Alphabet.Dash;

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        for (var i = 0; i < text.Length;)
        {
            if (!CharClasses.Is(text[i], Alphabet.Url))
            {
                i = text[i] is '$' or '{' ? Math.Max(Find(scan, i), i + 1) : i + 1;
                continue;
            }

            var start = i;
            var seen = Alphabet.None;
            while (i < text.Length && CharClasses.Of(text[i]) is var c && (c & Alphabet.Url) != 0)
            {
                seen |= c;
                i++;
            }

            // Plain words, nearly all of a reply, are settled here.
            if ((seen & Signs) != 0 || (i < text.Length && text[i] is '.' or '+' or '/'))
            {
                i = Math.Max(i, FindIn(scan, start, i, seen));
            }
        }
    }

    /// <summary>The index behind a secret that begins in a run; -1 when none does.</summary>
    private static int FindIn(in LeakScan scan, int start, int end, Alphabet seen)
    {
        var text = scan.Text;
        if (Find(scan, start) is > 0 and var first)
        {
            return first;
        }

        // In a text that was escaped, what looks like a letter before the secret is the end of an escape.
        var escaped = start > 0 && text[start - 1] == '\\' && text[start] is 'n' or 't' or 'r';
        if (escaped && Find(scan, start + 1) is > 0 and var behind)
        {
            return behind;
        }

        if ((seen & (Alphabet.Underscore | Alphabet.Dash)) != 0 && (seen & (Alphabet.Digit | Alphabet.Upper)) != 0)
        {
            for (var i = start + 1; i < Math.Min(end, start + MaxName); i++)
            {
                if (text[i - 1] is '_' or '-' && Find(scan, i) is > 0 and var inner)
                {
                    return inner;
                }
            }
        }

        return -1;
    }

    /// <summary>The index behind the secret that begins at <paramref name="start"/>; -1 when there is none.</summary>
    private static int Find(in LeakScan scan, int start)
    {
        var text = scan.Text;
        if (start + 1 >= text.Length)
        {
            return -1;
        }

        foreach (ref readonly var kind in SecretIndex.BeginningWith(text[start], text[start + 1]))
        {
            if (text[start..].StartsWith(kind.Prefix, StringComparison.Ordinal) && Length(text, start + kind.Prefix.Length, kind) is > 0 and var length)
            {
                var end = start + kind.Prefix.Length + length;
                scan.Add(SecretIndex.CodeOf(kind), start, end);
                return end;
            }
        }

        return -1;
    }

    private static int Length(ReadOnlySpan<char> text, int begin, in SecretKind kind)
    {
        var length = CharClasses.RunLength(text, begin, kind.Alphabet, kind.Max == 0 ? kind.Min : kind.Max + 1);
        if (length < kind.Min || (kind.Max > 0 && length > kind.Max) || !SecretBody.IsReal(text.Slice(begin, length)))
        {
            return -1;
        }

        length = kind.Max == 0 ? CharClasses.RunLength(text, begin, kind.Alphabet, MaxChars) : length;
        return text.Slice(begin, length).TrimEnd(".,").Length;
    }
}
