using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Secrets without a form of their own, behind a name that says what they are: <c>password=…</c>, <c>"api_key": "…"</c>, <c>Authorization: Bearer …</c>.
/// The value must look random: entropy, letters and digits, and not a placeholder.
/// </summary>
internal static class NamedSecretScan
{
    private const int MaxGap = 12;
    private const int MinValue = 8;
    private const int MaxValue = 512;

    /// <summary>Behind mere space, not a sign, only what cannot be a word or a number is taken.</summary>
    private const int MinSpacedValue = 16;

    private static readonly SearchValues<string> Names = SearchValues.Create(
        [
            "password", "passwd", "passwort", "kennwort", "contraseña", "contrasena", "mot de passe", "wachtwoord", "senha", "pwd", "secret", "api_key", "apikey",
            "api-key", "api key", "token", "access_key", "accesskey", "access key", "private_key", "privatekey", "client_secret", "bearer", "authorization",
            "_key", "credential", "accountkey", "sharedaccesskey", "presharedkey", "auth_key", "authkey", "clientsecret", "access ", "license_key", "encryption_key",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n\"'`,;<>()[]{}&|");

    public static void Run(in LeakScan scan)
    {
        var text = scan.Text;
        var from = 0;
        while (text[from..].IndexOfAny(Names) is >= 0 and var found)
        {
            var name = from + found;
            var end = Value(scan, name);
            from = Math.Max(end, name + 3);
        }
    }

    private static int Value(in LeakScan scan, int name)
    {
        var text = scan.Text;

        // The rest of the name ("token_id", "secretKey"), then signs, then the value.
        var i = name;
        while (i < text.Length && (CharClasses.Is(text[i], Alphabet.Word) || text[i] == '-') && i - name < 40)
        {
            i++;
        }

        var nameEnd = i;
        var signed = false;
        while (i < text.Length && i - nameEnd < MaxGap && (text[i] is ' ' or '=' or ':' or '"' or '\'' or '>' or '`' or '\t'))
        {
            signed |= text[i] is '=' or ':';
            i++;
        }

        if (text[i..].StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || text[i..].StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            signed = true;
            i += text[i..].IndexOf(' ') + 1;
        }

        signed |= text[name..nameEnd].Equals("bearer", StringComparison.OrdinalIgnoreCase);
        var rest = text[i..Math.Min(text.Length, i + MaxValue)];
        var stop = rest.IndexOfAny(ValueEnds);
        var value = (stop < 0 ? rest : rest[..stop]).TrimEnd(".:!?");
        if (i == nameEnd || value.Length < (signed ? MinValue : MinSpacedValue) || !LooksSecret(value, signed))
        {
            return -1;
        }

        if (!scan.Options.Allows(value))
        {
            scan.Add("leak.secret.named", i, i + value.Length);
        }

        return i + value.Length;
    }

    private static bool LooksSecret(ReadOnlySpan<char> value, bool signed)
    {
        if (!Entropy.IsMixed(value) || Placeholders.IsPlaceholder(value) || value.Contains("://", StringComparison.Ordinal))
        {
            return false;
        }

        return Entropy.Bits(value) >= (signed ? 2.75 : 3.2);
    }
}
