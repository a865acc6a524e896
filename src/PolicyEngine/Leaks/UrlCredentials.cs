namespace AiDesk.Policy.Leaks;

/// <summary><c>scheme://user:password@host</c> (RFC 3986, 3.2.1), connection strings among them, and a secret alone where the user stands.</summary>
internal static class UrlCredentials
{
    private const int MaxAuthority = 512;
    private const int MaxUrl = 1_024;

    /// <summary>Longest scheme.</summary>
    private const int MaxScheme = 32;

    /// <summary>Reports the credentials of the URL whose colon is at <paramref name="colon"/>; the index behind its authority, or -1 when there are none.</summary>
    public static int Report(in LeakScan scan, int colon)
    {
        var text = scan.Text;
        var authority = text[(colon + 3)..Math.Min(text.Length, colon + 3 + MaxAuthority)];
        var stop = authority.IndexOfAny(" \t\r\n\"'<>`/");
        authority = stop < 0 ? authority : authority[..stop];
        var at = authority.LastIndexOf('@');
        if (at <= 0)
        {
            return -1;
        }

        var user = authority[..at];
        var separator = user.IndexOf(':');
        var password = separator < 0 ? user : user[(separator + 1)..];
        if (password.Length < 3 || Placeholders.IsPlaceholder(password) && !password.Equals("secret", StringComparison.Ordinal)
            || (separator < 0 && !OpaqueText.IsAnnounced(password)))
        {
            return -1;
        }

        var start = colon - CharClasses.RunLengthBack(text, colon, Alphabet.AlphaNumeric | Alphabet.Dash | Alphabet.Dot | Alphabet.Base64, MaxScheme);
        var rest = text[(colon + 3)..Math.Min(text.Length, colon + 3 + MaxUrl)];
        var last = rest.IndexOfAny(" \t\r\n\"'<>`");
        var end = colon + 3 + (last < 0 ? rest : rest[..last]).TrimEnd(".,;:!?)").Length;
        scan.Add("leak.secret.url_credentials", start, end);
        return end;
    }
}
