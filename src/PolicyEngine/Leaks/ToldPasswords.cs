using System.Buffers;
using System.Collections.Frozen;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Passwords that are words, of which nothing but their place tells: between quotes behind the name, behind the equals sign of a setting, or on the line behind
/// a user's. What only says how a password is ("expired", "required") is none.
/// </summary>
internal static class ToldPasswords
{
    private const int MinQuoted = 4;
    private const int MinAssigned = 6;
    private const int MaxChars = 64;

    /// <summary>How far before a password the name of its user stands.</summary>
    private const int Reach = 96;

    /// <summary>What is said of passwords, and what forms and programs call them.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Sayings = FrozenSet.ToFrozenSet(
        [
            "required", "optional", "expired", "incorrect", "invalid", "correct", "wrong", "empty", "hidden", "strong", "weak", "medium", "good", "fair", "short", "long", "text",
            "enabled", "disabled", "changed", "reset", "forgot", "forgotten", "protected", "encrypted", "hashed", "plain", "unchanged", "unknown", "missing", "blank", "same", "secure",
            "missing", "mandatory", "confirm", "submit", "login", "signin", "sign-in", "continue", "next", "show", "hide", "save", "send", "email", "e-mail", "name", "username", "user", "type",
            "account", "number", "boolean", "object", "input", "field", "label", "description", "never", "always", "yes", "no", "unset", "not", "and", "with", "redirect",
            "erforderlich", "abgelaufen", "falsch", "ungültig", "vergessen", "stark", "schwach", "geändert", "leer", "zurücksetzen", "benutzername", "bitte", "anzeigen",
            "obligatorio", "obligatoria", "caducada", "incorrecta", "inválida", "olvidada", "fuerte", "débil", "restablecer", "correcta", "usuario", "clave", "mostrar",
            "obligatoire", "expiré", "incorrect", "invalide", "oublié", "faible", "réinitialiser", "modifié", "utilisateur", "afficher",
            "obbligatoria", "scaduta", "errata", "dimenticata", "debole", "reimposta", "corretta", "utente", "mostra",
            "obrigatória", "expirada", "esquecida", "fraca", "forte", "redefinir", "repor", "utilizador", "usuário", "palavra-passe", "senha", "mostrar",
            "verplicht", "verlopen", "onjuist", "ongeldig", "vergeten", "sterk", "zwak", "herstellen", "gebruikersnaam", "wachtwoord", "tonen",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A value of a program has a name that says what it is.</summary>
    private static readonly SearchValues<string> Variables = SearchValues.Create(
        ["password", "passwd", "passwort", "pwd", "secret", "input", "config", "param", "prompt", "request", "field", "value", "options", "credential", "hash", "length"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Users = SearchValues.Create(
        ["user", "login", "benutzer", "usuario", "utilisateur", "identifiant", "utente", "utilizador", "usuário", "gebruiker", "account", "e-mail", "email"], StringComparison.OrdinalIgnoreCase);

    /// <param name="text">The text.</param>
    /// <param name="nameEnd">Where the name ends.</param>
    /// <param name="gap">What stands right before the value.</param>
    /// <param name="at">Where the value begins.</param>
    /// <param name="length">Its length, without quotes.</param>
    /// <param name="copula">A word like "is" stands before it.</param>
    public static bool Is(ReadOnlySpan<char> text, int nameEnd, ReadOnlySpan<char> gap, int at, int length, bool copula)
    {
        var value = text.Slice(at, length);
        if (length is < MinQuoted or > MaxChars || Sayings.Contains(value) || Placeholders.IsPlaceholder(value) || OpaqueText.IsRepetition(value) || value[0] is '/' or '.'
            || value.ContainsAny(" (){}") || value.Contains("://", StringComparison.Ordinal) || gap.ContainsAny("{(["))
        {
            return false;
        }

        if (IsQuoted(text, at, length))
        {
            return (copula || gap.ContainsAny(":=") || gap.Trim(' ').Length == 1) && !value.Contains("password", StringComparison.OrdinalIgnoreCase);
        }

        if (copula || length < MinAssigned || value.ContainsAny(Variables) || value.Contains('.') || !char.IsLetterOrDigit(value[0]))
        {
            return false;
        }

        // "x.password == other" compares, "bypass=" is another word.
        var own = text[nameEnd - 1] == '=' && nameEnd > 5 && !char.IsAsciiLetterLower(text[nameEnd - 6]);
        var equals = (own && gap.IsEmpty) || (gap.Trim(' ') is "=" && text[nameEnd - 1] is not '=');
        var ends = at + length == text.Length || text[at + length] is '\r' or '\n' or ';' or '&' or '"' or '\'' || (text[at + length] == ' ' && !gap.Contains(' '));
        return ends && (equals || (gap.Contains(':') && (at + length == text.Length || text[at + length] is '\r' or '\n') && text[Math.Max(0, nameEnd - Reach)..nameEnd].ContainsAny(Users)));
    }

    private static bool IsQuoted(ReadOnlySpan<char> text, int at, int length)
    {
        const int Behind = 3;
        var end = at + length;
        if (at == 0 || end >= text.Length)
        {
            return false;
        }

        // A colon behind it: it is the next name of an object.
        var closed = (text[at - 1], text[end]) is ('"', '"') or ('\'', '\'') or ('`', '`') or ('“', '”') or ('„', '“') or ('„', '”') or ('«', '»') or ('‘', '’');
        var behind = text[(end + 1)..Math.Min(text.Length, end + 1 + Behind)].TrimStart(' ');
        return closed && !(behind.Length > 0 && behind[0] is ':' or '=');
    }
}
