using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>A user and a password side by side: <c>credentials: desk / …</c>, <c>Zugangsdaten: desk:…</c>, <c>user desk password …</c></summary>
internal static class CredentialPairs
{
    private const int MaxUser = 64;
    private const int MaxGap = 4;

    /// <summary>How far before the name of a password that of its user begins.</summary>
    private const int Reach = 48;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`,;<>()[]{}|");

    private static readonly SearchValues<string> Users = SearchValues.Create(
        ["user ", "username ", "login ", "benutzer ", "benutzername ", "usuario ", "utilisateur ", "utente ", "utilizador ", "usuário ", "gebruiker ", "ftp", "ssh ", "wlan", "wifi", "wi-fi"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Reports the password of the pair behind a name; the index behind it, or -1 when there is none.</summary>
    public static int Report(in LeakScan scan, int nameEnd)
    {
        var text = scan.Text;
        var user = nameEnd + GapLength(text[nameEnd..], " :=\"'`*");
        var userLength = Length(text, user, " \t\r\n/:|,;\"'`()");
        var sign = user + userLength;
        var gap = GapLength(text[sign..], " /:|");
        if (userLength < 2 || gap == 0 || !text.Slice(sign, gap).ContainsAny("/:|"))
        {
            return -1;
        }

        var stop = text[(sign + gap)..Math.Min(text.Length, sign + gap + MaxUser)];
        var end = stop.IndexOfAny(Ends);
        var length = (end < 0 ? stop : stop[..end]).TrimEnd(".:?").Length;
        if (length == 0 || stop.StartsWith("//", StringComparison.Ordinal) || !SecretValue.IsSecret(stop[..length], SecretName.Password, SecretSign.Colon))
        {
            return -1;
        }

        scan.Add("leak.secret.named", sign + gap, sign + gap + length);
        return sign + gap + length;
    }

    /// <summary>A value right behind the name of a password, with no sign between, but a user's name before: letters and digits both.</summary>
    public static bool Is(ReadOnlySpan<char> text, int name, ReadOnlySpan<char> gap, ReadOnlySpan<char> value) =>
        gap is " " && text[Math.Max(0, name - Reach)..name].ContainsAny(Users) && SecretValue.IsSecret(value, SecretName.Password, SecretSign.Colon);

    private static int GapLength(ReadOnlySpan<char> text, ReadOnlySpan<char> signs)
    {
        var window = text[..Math.Min(text.Length, MaxGap)];
        var end = window.IndexOfAnyExcept(signs);
        return end < 0 ? window.Length : end;
    }

    private static int Length(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> ends)
    {
        var rest = text[at..Math.Min(text.Length, at + MaxUser)];
        var stop = rest.IndexOfAny(ends);
        return stop < 0 ? 0 : stop;
    }
}
