using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>
/// Telephone numbers: international ones (E.164), and national ones that have the form of the North American plan or stand behind a word for a telephone.
/// A number that says it is the tenant's own is for calling, not a leak.
/// </summary>
internal static class PhoneNumbers
{
    private const int MinDigits = 7;
    private const int MinInternational = 8;
    private const int MaxDigits = 15;

    /// <summary>How far before a number the word stands that says what it is.</summary>
    private const int Reach = 48;

    /// <summary>Words for a telephone; a person's only beside <see cref="Personal"/>: restaurants have one too.</summary>
    private static readonly string[] Neutral =
    [
        "phone", "call ", "tel.", "tel:", "tel ", "fax", "teléfono", "telefono", "telefone", "téléphone", "telephone", "rufnummer", "telefon", "contact number", "dial",
    ];

    /// <summary>Words for a telephone that somebody carries, or asks to be called on.</summary>
    private static readonly SearchValues<string> Carried = SearchValues.Create(
        [
            "mobile", " cell ", "cell:", "cell phone", "cell number", "call me", "reach me", "reach him", "reach her", "whatsapp", "móvil", "telemóvel", "celular", "portable", "handy", "mobiel", "cellulare", "ring me",
            "text me", "call him", "call her", "llámame", "appelle-moi", "appelez-moi", "ruf mich", "chiamami", "me ligue", "bel me",
            "answering at", "answer at", "messages to", "message on my", "registered", "call you", "text you", "le llamaremos", "rufen sie unter", "rufen sie an unter", "vous appellerons", "la chiameremo", "bellen u op",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Words of which several mean other things.</summary>
    private static readonly SearchValues<string> Weak = SearchValues.Create(["portable", "handy", "registered", "messages to", "message on my"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Labels = SearchValues.Create(
        [
            .. Neutral, "mobile", " cell ", "cell:", "cell phone", "cell number", "call me", "reach me", "reach him", "reach her", "whatsapp", "móvil", "telemóvel", "celular", "portable", "handy", "mobiel", "cellulare",
            "ring me", "text me", "llámame", "appelle-moi", "appelez-moi", "ruf mich", "chiamami", "me ligue", "bel me",
            "answering at", "answer at", "messages to", "message on my", "registered", "call you", "text you", "le llamaremos", "rufen sie unter", "rufen sie an unter", "vous appellerons", "la chiameremo", "bellen u op",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Words before a number that is the tenant's.</summary>
    private static readonly SearchValues<string> Own = SearchValues.Create(
        [
            "call us", "contact us", "reach us", "get in touch", "customer support", "help center", "help centre", "our store", "our ", "us at", "us on", "hotline", "helpline", "customer service", "customer care", "support", "toll-free", "toll free", "freephone", "service desk",
            "llámanos", "llámenos", "nuestro", "nuestra", "atención al cliente", "soporte", "gratuito", "appelez-nous", "notre", "service client", "joignable", "numéro vert",
            "rufen sie uns", "unsere", "uns unter", "kundenservice", "kundendienst", "servicenummer", "chiamaci", "nostro", "nostra", "servizio clienti", "numero verde",
            "ligue-nos", "ligue para", "nosso", "nossa", "apoio ao cliente", "atendimento", "bel ons", "onze", "klantenservice", "emergency", "switchboard", "zentrale",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Words before a number that is somebody's, whatever it looks like.</summary>
    private static readonly SearchValues<string> Personal = SearchValues.Create(
        [
            "my ", "your ", "his ", "her ", "their ", "mi ", "tu ", "su ", "mon ", "votre ", "ton ", "mein", "ihr", "dein", "mio ", "tuo ", "suo ", "meu ", "seu ", "mijn ", "jouw ",
            "uw ",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Does a text hold any word for a telephone? Without one, only the form of a number tells.</summary>
    public static bool AnyNameIn(ReadOnlySpan<char> text) => text.ContainsAny(Labels);

    /// <summary>The number around a digit, which nothing but a plus sign, zeros and a bracket may precede.</summary>
    /// <param name="text">The text.</param>
    /// <param name="digit">Its first digit.</param>
    /// <param name="anyName">The text holds a word for a telephone.</param>
    public static (int Start, int End) At(ReadOnlySpan<char> text, int digit, bool anyName)
    {
        var start = digit;
        while (start > 0 && digit - start < 2 && text[start - 1] is '+' or '(')
        {
            start--;
        }

        if (start > 0 && (CharClasses.Is(text[start - 1], start == digit ? Alphabet.Url : Alphabet.AlphaNumeric) || text[start - 1] is '#' or '.' or '/' or '€' or '$' || (start < digit && text[start - 1] == ')')))
        {
            return default;
        }

        var (end, digits, groups) = Span(text, digit);
        if (AmericanNumbers.Length(text[start..end]) is > 0 and var american && (start + american == end || text[start + american] == ' '))
        {
            // "(914)349-8600 04/21/2020": what follows is another thing.
            (end, digits, groups) = (start + american, 10, 3);
        }

        if (IsDump(text, end))
        {
            return default;
        }

        var international = text[start..digit].Contains('+') || (text[digit] == '0' && digit + 1 < text.Length && text[digit + 1] == '0');
        if (digits < MinDigits || digits > MaxDigits || (end < text.Length && CharClasses.Is(text[end], Alphabet.Word) && !IsExtension(text, ref end)))
        {
            return default;
        }

        var before = text[Math.Max(0, start - Reach)..start];
        before = before[(before.LastIndexOfAny('\n', '!', '?') + 1)..];
        var named = anyName && before.ContainsAny(Labels) && (before.ContainsAny(Carried) || before.ContainsAny(Personal) || IsRecord(before)) && !HoldsNumber(before);
        var formed = (text[start..digit].Contains('+') && digits >= MinInternational) || AmericanNumbers.Length(text[start..end]) == end - start || (named && (groups <= 6));
        if (!formed && !(international && digits >= 10 && groups > 1 && !EndsInNumber(before)))
        {
            return default;
        }

        // "handy" and "portable" are other words in English, and a parcel may be registered: a plain row of digits needs more.
        if (NumberLabels.EndIn(before) && text[start] != '+' || (groups == 1 && text[digit] != '0' && start == digit && before.ContainsAny(Weak)))
        {
            return default;
        }

        if (before.ContainsAny(Personal))
        {
            return (start, end);
        }

        // A block of contact details says whose it is at its top.
        var around = text[Math.Max(0, start - (Reach * 3))..Math.Min(text.Length, end + (Reach / 2))];
        return around.ContainsAny(Own) || IsFree(text[digit..end]) ? default : (start, end);
    }

    /// <summary><c>x123</c>, <c>ext123</c>: becomes part of the number.</summary>
    private static bool IsExtension(ReadOnlySpan<char> text, ref int end)
    {
        var rest = text[end..];
        var mark = rest.StartsWith("ext", StringComparison.OrdinalIgnoreCase) ? 3 : rest[0] is 'x' or 'X' ? 1 : 0;
        var digits = mark == 0 ? 0 : CharClasses.RunLength(text, end + mark, Alphabet.Digit, 7);
        end += digits is >= 2 and <= 6 ? mark + digits : 0;
        return digits is >= 2 and <= 6;
    }

    /// <summary>Digits in groups as people write them.</summary>
    private static (int End, int Digits, int Groups) Span(ReadOnlySpan<char> text, int digit)
    {
        var (end, digits, groups) = (digit, 0, 1);
        for (var i = digit; i < text.Length && digits <= MaxDigits; i++)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                groups += i > end && digits > 0 ? 1 : 0;
                digits++;
                end = i + 1;
            }
            else if (text[i] is not (' ' or '-' or '.' or '(' or ')' or '/' or '\u00A0') || i - end > 2 || (text[i] == '.' && i + 1 < text.Length && text[i + 1] == ' '))
            {
                break;
            }
        }

        return (end, digits, groups);
    }

    /// <summary>Two hexadecimal digits with a letter among them follow: bytes, no number.</summary>
    private static bool IsDump(ReadOnlySpan<char> text, int end) =>
        end + 2 < text.Length && text[end] == ' ' && CharClasses.RunLength(text, end + 1, Alphabet.Hex, 3) == 2 && CharClasses.RunLength(text, end + 1, Alphabet.AlphaNumeric, 3) == 2
        && (char.IsAsciiLetterUpper(text[end + 1]) || char.IsAsciiLetterUpper(text[end + 2]));

    /// <summary>Another number stands between the word and this one: the word may be about that one.</summary>
    private static bool HoldsNumber(ReadOnlySpan<char> before)
    {
        var label = before.LastIndexOf(' ');
        return label > 0 && before[..label].ContainsAnyInRange('0', '9') && before.Count(',') > 0;
    }

    /// <summary><c>Phone: …</c> alone on its line: a field of somebody's record.</summary>
    private static bool IsRecord(ReadOnlySpan<char> before)
    {
        const int MaxLabel = 16;
        var line = before.Trim(" *-\t");
        return line.Length is > 0 and <= MaxLabel && line[^1] == ':';
    }

    /// <summary>Groups of digits stand before it: it is the rest of something longer.</summary>
    private static bool EndsInNumber(ReadOnlySpan<char> before)
    {
        var trimmed = before.TrimEnd(" -.");
        return trimmed.Length > 0 && char.IsAsciiDigit(trimmed[^1]);
    }

    /// <summary>Numbers that cost the caller nothing are never a person's.</summary>
    private static bool IsFree(ReadOnlySpan<char> number) =>
        number.StartsWith("0800", StringComparison.Ordinal) || number.StartsWith("0900", StringComparison.Ordinal) || number.StartsWith("1-800", StringComparison.Ordinal)
        || number.StartsWith("1 800", StringComparison.Ordinal) || number.StartsWith("800-", StringComparison.Ordinal) || number.StartsWith("888-", StringComparison.Ordinal)
        || number.StartsWith("900 ", StringComparison.Ordinal) || number.StartsWith("800 ", StringComparison.Ordinal) || number.StartsWith("1-888", StringComparison.Ordinal);
}
