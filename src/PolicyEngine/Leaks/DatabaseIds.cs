namespace AiDesk.Policy.Leaks;

/// <summary>Identifiers that programs give: hexadecimal ones, ULIDs, and names with a number or a random string behind an underscore.</summary>
internal static class DatabaseIds
{
    /// <summary>Lengths of ObjectIds, MD5, SHA-1, SHA-256 and what lies between: all hexadecimal, letters and digits both.</summary>
    public static bool IsHex(ReadOnlySpan<char> run)
    {
        var letters = 0;
        foreach (var c in run)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }

            letters += char.IsAsciiLetter(c) ? 1 : 0;
        }

        return letters >= 2 && Entropy.Bits(run) >= 2;
    }

    /// <summary>26 characters of Crockford's alphabet that begin with a time: github.com/ulid/spec.</summary>
    public static bool IsUlid(ReadOnlySpan<char> run)
    {
        if (run.Length != 26 || run[0] is < '0' or > '7')
        {
            return false;
        }

        foreach (var c in run)
        {
            if (!(char.IsAsciiDigit(c) || (char.IsAsciiLetterUpper(c) && c is not ('I' or 'L' or 'O' or 'U'))))
            {
                return false;
            }
        }

        return run[10..].ContainsAnyInRange('0', '9') && run.ContainsAnyInRange('A', 'Z');
    }

    /// <summary><c>mei_patel_7272</c>, <c>gift_card_8541487</c>, <c>cus_NffrFeUfNV2Hib</c>: lower-case words, then a number or a random string.</summary>
    public static bool IsId(ReadOnlySpan<char> run)
    {
        const int MinNumber = 3;
        const int MinRandom = 12;
        var last = run.LastIndexOf('_');
        if (last < 2 || last == run.Length - 1)
        {
            return false;
        }

        foreach (var c in run[..last])
        {
            if (!(char.IsAsciiLetterLower(c) || c == '_'))
            {
                return false;
            }
        }

        var tail = run[(last + 1)..];
        if (tail.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return tail.Length >= MinNumber;
        }

        return tail.Length >= MinRandom && !IsSlug(tail) && Entropy.IsMixed(tail) && Entropy.Bits(tail) >= 3;
    }

    /// <summary><c>report-2026-03-01</c>: each part is a word or a number.</summary>
    private static bool IsSlug(ReadOnlySpan<char> tail)
    {
        if (!tail.Contains('-'))
        {
            return false;
        }

        foreach (var part in tail.Split('-'))
        {
            var piece = tail[part];
            if (piece.ContainsAnyInRange('0', '9') && piece.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
