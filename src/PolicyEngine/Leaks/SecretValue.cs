namespace AiDesk.Policy.Leaks;

/// <summary>Is what stands behind a name a secret? The less the name and the signs say, the more random it must look.</summary>
internal static class SecretValue
{
    /// <summary>Fewest characters of a value that only a name announces.</summary>
    public const int MinAnnounced = 14;

    private const int MinPassword = 6;

    /// <summary>Random enough with nothing but a name before it.</summary>
    public static bool IsAnnounced(ReadOnlySpan<char> value) => OpaqueText.IsAnnounced(value) && !Placeholders.IsPlaceholder(value) && !IsAddress(value);

    /// <param name="value">The value, without quotes.</param>
    /// <param name="name">What the name says.</param>
    /// <param name="sign">What stands between.</param>
    public static bool IsSecret(ReadOnlySpan<char> value, SecretName name, SecretSign sign)
    {
        const int MinAssigned = 8;
        const int MinNamed = 10;
        const int MinHinted = 12;
        if (IsAnnounced(value) || (sign == SecretSign.Assignment && IsGenerated(value)))
        {
            return true;
        }

        if (sign == SecretSign.Assignment && value.Length >= MinHinted && OpaqueText.IsScrambled(value) && !Placeholders.IsPlaceholder(value) && !IsAddress(value))
        {
            return true;
        }

        return sign != SecretSign.None && name switch
        {
            SecretName.Password => IsPassword(value),
            SecretName.Hint => sign == SecretSign.Assignment && value.Length >= MinHinted && IsKey(value),
            _ => (value.Length >= (sign == SecretSign.Assignment ? MinAssigned : MinNamed) && IsKey(value))
                || (sign == SecretSign.Assignment && value.Length >= MinHinted && !value.ContainsAnyInRange('0', '9') && IsPassword(value) && !IsOneWord(value)),
        };
    }

    /// <summary>A long mixture of letters, digits and signs, whatever signs they are: no template looks so.</summary>
    private static bool IsGenerated(ReadOnlySpan<char> value)
    {
        const int MinDistinct = 16;
        const int MinSigns = 4;
        var signs = 0;
        foreach (var c in value)
        {
            signs += char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_' or '/') ? 1 : 0;
        }

        return signs >= MinSigns && value.ContainsAnyInRange('0', '9') && Entropy.Distinct(value) >= MinDistinct && !WordLikeness.IsWords(value) && !IsAddress(value)
            && !value.Contains("${", StringComparison.Ordinal) && !value.Contains("{{", StringComparison.Ordinal) && value[^1] != ')';
    }

    /// <summary>Letters and digits, and no word; or letters too many and too odd for one.</summary>
    private static bool IsKey(ReadOnlySpan<char> value)
    {
        const int MinLetters = 16;
        if (OpaqueText.IsRepetition(value) || IsAddress(value) || Placeholders.IsPlaceholder(value))
        {
            return false;
        }

        return Entropy.IsMixed(value)
            ? Entropy.Bits(value) >= 2.75 && !WordLikeness.IsWords(value)
            : value.Length >= MinLetters && !value.Contains('.') && Entropy.Bits(value) >= 2.75 && !WordLikeness.IsWords(value) && !IsNumberLike(value);
    }

    /// <summary>What people choose: letters with digits or with signs that no word has.</summary>
    private static bool IsPassword(ReadOnlySpan<char> value)
    {
        if (value.Length < MinPassword || OpaqueText.IsRepetition(value) || IsAddress(value) || Placeholders.IsPlaceholder(value))
        {
            return false;
        }

        var letters = 0;
        var digits = 0;
        var signs = 0;
        foreach (var c in value)
        {
            letters += char.IsLetter(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            signs += c is '!' or '@' or '#' or '$' or '%' or '^' or '*' or '+' or '=' or '?' or '~' or '&' ? 1 : 0;
        }

        return (letters >= 2 && digits >= 1 && !value.Contains('/'))
            || (letters >= 4 && signs >= 1 && !value.ContainsAny('/', '.') && char.IsLetter(value[0]) && char.IsLetter(value[^1]))
            || (digits >= MinPassword && digits == value.Length)
            || (letters == value.Length && value.Length >= 10 && !WordLikeness.IsWords(value));
    }

    private static bool IsOneWord(ReadOnlySpan<char> value) => value.IndexOfAnyExceptInRange('A', 'z') < 0;

    private static bool IsNumberLike(ReadOnlySpan<char> value) => value.IndexOfAnyExcept("0123456789.-:/+, ") < 0;

    /// <summary>Links, paths and names with dots are judged by others.</summary>
    private static bool IsAddress(ReadOnlySpan<char> value) => value.Contains("://", StringComparison.Ordinal) || value[0] is '/' || value.StartsWith("./", StringComparison.Ordinal);
}
