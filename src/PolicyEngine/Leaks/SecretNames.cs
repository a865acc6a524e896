using System.Buffers;

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

    /// <summary>Where any of the names begins.</summary>
    public static SearchValues<string> Search { get; } = SearchValues.Create([.. All.Select(n => n.Word)], StringComparison.OrdinalIgnoreCase);

    /// <summary>The names by their first letter, the longest first.</summary>
    private static readonly (string Word, SecretName Kind)[][] ByFirst =
        [.. Enumerable.Range(0, 128).Select(c => All.Where(n => n.Word[0] == c).OrderByDescending(n => n.Word.Length).ToArray())];

    /// <summary>The longest name that begins the text.</summary>
    public static (int Length, SecretName Kind) At(ReadOnlySpan<char> text)
    {
        var first = char.ToLowerInvariant(text[0]);
        foreach (var (word, kind) in first < 128 ? ByFirst[first] : [])
        {
            if (text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                return (word.Length, kind);
            }
        }

        return (1, SecretName.Hint);
    }
}
