namespace AiDesk.Policy.Leaks;

/// <summary>How much a name says of the value behind it.</summary>
internal enum SecretName : byte
{
    /// <summary>Something secret may follow: only what no person writes is taken.</summary>
    Hint,

    /// <summary>A key, a token or a secret follows.</summary>
    Key,

    /// <summary>A password follows: people choose them, so they are short.</summary>
    Password,

    /// <summary>Several short codes follow.</summary>
    Codes,

    /// <summary>A user and a password follow.</summary>
    Pair,

    /// <summary>Twelve words or more follow.</summary>
    Phrase,
}

/// <summary>Names that stand before secrets, in the languages that replies are in and in code.</summary>
internal static class SecretNames
{
    private static readonly (string Word, SecretName Kind)[] All =
    [
        ("password", SecretName.Password), ("passwd", SecretName.Password), ("passphrase", SecretName.Password), ("pass=", SecretName.Password), ("pass:", SecretName.Password),
        ("pwd", SecretName.Password), ("passwort", SecretName.Password), ("kennwort", SecretName.Password), ("contraseña", SecretName.Password),
        ("contrasena", SecretName.Password), ("clave de acceso", SecretName.Password), ("mot de passe", SecretName.Password), ("wachtwoord", SecretName.Password),
        ("pw:", SecretName.Password), ("pw=", SecretName.Password), ("pw is ", SecretName.Password), ("mdp:", SecretName.Password), ("mdp :", SecretName.Password), ("senha", SecretName.Password), ("palavra-passe", SecretName.Password), ("palavra passe", SecretName.Password), ("parola d'ordine", SecretName.Password),
        ("secret", SecretName.Key), ("token", SecretName.Key), ("api_key", SecretName.Key), ("apikey", SecretName.Key), ("api-key", SecretName.Key), ("api key", SecretName.Key),
        ("access_key", SecretName.Key), ("access-key", SecretName.Key), ("accesskey", SecretName.Key), ("access key", SecretName.Key), ("accountkey", SecretName.Key),
        ("private_key", SecretName.Key), ("private key", SecretName.Key), ("privatekey", SecretName.Key), ("encryption", SecretName.Key), ("license", SecretName.Key),
        ("bearer", SecretName.Key), ("authorization", SecretName.Key), ("credential", SecretName.Key), ("cookie", SecretName.Key), ("sessid", SecretName.Key),
        ("sessionid", SecretName.Key), ("session_id", SecretName.Key), ("connect.sid", SecretName.Key), ("csrf", SecretName.Key), ("auth_key", SecretName.Key),
        ("authkey", SecretName.Key), ("sharedaccesskey", SecretName.Key), ("clé api", SecretName.Key), ("clave api", SecretName.Key), ("chave de api", SecretName.Key),
        ("chiave api", SecretName.Key), ("api-schlüssel", SecretName.Key), ("api-sleutel", SecretName.Key), ("clave secreta", SecretName.Key), ("--user ", SecretName.Key),
        ("key", SecretName.Hint), ("access", SecretName.Hint), ("private", SecretName.Hint), ("auth", SecretName.Hint), ("pass", SecretName.Hint), ("unseal", SecretName.Hint),
        ("client", SecretName.Hint), ("signature", SecretName.Hint), ("hmac", SecretName.Hint), ("salt", SecretName.Hint), ("sig=", SecretName.Hint), ("x-amz-security-token", SecretName.Key),
        ("recovery code", SecretName.Codes), ("backup code", SecretName.Codes), ("wiederherstellungscode", SecretName.Codes), ("códigos de recuperación", SecretName.Codes),
        ("codes de secours", SecretName.Codes), ("codes de récupération", SecretName.Codes), ("codici di recupero", SecretName.Codes),
        ("códigos de recuperação", SecretName.Codes), ("herstelcodes", SecretName.Codes),
        ("credentials:", SecretName.Pair), ("credentials are", SecretName.Pair), ("log in with", SecretName.Pair), ("login with", SecretName.Pair), ("login:", SecretName.Pair), ("zugangsdaten", SecretName.Pair),
        ("credenciales", SecretName.Pair), ("identifiants", SecretName.Pair), ("credenziali", SecretName.Pair), ("credenciais", SecretName.Pair), ("inloggegevens", SecretName.Pair),
        ("clave es ", SecretName.Password), ("jeton", SecretName.Key), ("llave de api", SecretName.Key), ("schlüssel lautet ", SecretName.Key), ("psk=", SecretName.Key), ("otp seed", SecretName.Key),
        ("seed phrase", SecretName.Phrase), ("seed words", SecretName.Phrase), ("recovery phrase", SecretName.Phrase), ("mnemonic", SecretName.Phrase), ("backup phrase", SecretName.Phrase),
        ("wiederherstellungsphrase", SecretName.Phrase), ("seed-phrase", SecretName.Phrase), ("frase semilla", SecretName.Phrase), ("frase de recuperación", SecretName.Phrase),
        ("phrase de récupération", SecretName.Phrase), ("frase di recupero", SecretName.Phrase), ("frase de recuperação", SecretName.Phrase), ("herstelzin", SecretName.Phrase),
    ];

    /// <summary>
    /// A bit for the first three characters of each name, five bits of each: letters that are equal but for case share those. So many names are found by this at
    /// a third of the cost of a search for strings.
    /// </summary>
    private static readonly ulong[] Beginnings = BeginningsOf(All.Select(n => n.Word));

    /// <summary>The names by their first letter, the longest first.</summary>
    private static readonly (string Word, SecretName Kind)[][] ByFirst =
        [.. Enumerable.Range(0, 128).Select(c => All.Where(n => n.Word[0] == c).OrderByDescending(n => n.Word.Length).ToArray())];

    /// <summary>Where the first of the names begins; -1 when none does.</summary>
    public static int IndexIn(ReadOnlySpan<char> text)
    {
        var bits = Beginnings.AsSpan();
        var three = 0;
        for (var i = 0; i < text.Length; i++)
        {
            three = Behind(three, text[i]);
            if ((bits[three >> 6] & (1UL << three)) != 0 && i >= 2 && TryFind(text[(i - 2)..], out _))
            {
                return i - 2;
            }
        }

        return -1;
    }

    /// <summary>The longest name that begins the text.</summary>
    public static (int Length, SecretName Kind) At(ReadOnlySpan<char> text) => TryFind(text, out var name) ? name : (1, SecretName.Hint);

    private static int Behind(int three, char c) => ((three << 5) | (c & 31)) & 0x7FFF;

    private static ulong[] BeginningsOf(IEnumerable<string> names)
    {
        var bits = new ulong[(1 << 15) / 64];
        foreach (var name in names)
        {
            var three = Behind(Behind(Behind(0, name[0]), name[1]), name[2]);
            bits[three >> 6] |= 1UL << three;
        }

        return bits;
    }

    private static bool TryFind(ReadOnlySpan<char> text, out (int Length, SecretName Kind) name)
    {
        var first = char.ToLowerInvariant(text[0]);
        foreach (var (word, kind) in first < 128 ? ByFirst[first] : [])
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                name = (word.Length, kind);
                return true;
            }
        }

        name = default;
        return false;
    }
}
