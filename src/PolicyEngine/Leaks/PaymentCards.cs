using System.Buffers;

namespace AiDesk.Policy.Leaks;

/// <summary>Payment card numbers: an issuer's range and length (ISO/IEC 7812), and the Luhn checksum.</summary>
internal static class PaymentCards
{
    private const int MaxDigits = 19;

    private static readonly SearchValues<string> CardWords = SearchValues.Create(
        ["card", "tarjeta", "karte", "carte", "carta", "cartão", "kaart", "maestro"], StringComparison.OrdinalIgnoreCase);

    /// <summary>The index behind a card number that begins at <paramref name="start"/>; -1 when there is none. Single spaces and dashes may group it.</summary>
    public static int End(ReadOnlySpan<char> text, int start)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        var count = 0;
        var i = start;
        while (i < text.Length)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                if (count == MaxDigits)
                {
                    return -1;
                }

                digits[count++] = (byte)(text[i] - '0');
                i++;
            }
            else if (text[i] is (' ' or '-') && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1]))
            {
                i++;
            }
            else
            {
                break;
            }
        }

        if (i < text.Length && char.IsAsciiLetter(text[i]))
        {
            return -1;
        }

        return (IsIssued(digits[..count]) || IsNamedMaestro(text, start, digits[..count])) && PassesLuhn(digits[..count]) ? i : -1;
    }

    /// <summary>Maestro cards have as few digits as parcels and orders: the word must stand before them.</summary>
    private static bool IsNamedMaestro(ReadOnlySpan<char> text, int start, ReadOnlySpan<byte> digits)
    {
        const int Reach = 32;
        return digits.Length is >= 12 and <= 19 && (digits[0] == 6 || (digits[0] == 5 && digits[1] is 0 or >= 6 and <= 8))
            && text[Math.Max(0, start - Reach)..start].ContainsAny(CardWords);
    }

    private static bool IsIssued(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < 13)
        {
            return false;
        }

        var first = (digits[0] * 10) + digits[1];
        var four = (first * 100) + (digits[2] * 10) + digits[3];
        return digits.Length switch
        {
            13 => digits[0] == 4,
            14 => first is 36 or 38 or 39 || four is >= 3000 and <= 3059,
            15 => first is 34 or 37 || four is 2131 or 1800,
            16 => digits[0] == 4 || first is >= 51 and <= 55 || four is >= 2221 and <= 2720 || four == 6011 || first is 65 or 62 or 35 or 67
                || four is >= 6440 and <= 6599 or 5018 or 5020 or 5038 or 6304,
            19 => digits[0] == 4 || first is 62 or 67,
            _ => false,
        };
    }

    private static bool PassesLuhn(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = (int)digits[^(i + 1)];
            if (i % 2 == 1)
            {
                digit *= 2;
                digit -= digit > 9 ? 9 : 0;
            }

            sum += digit;
        }

        return sum % 10 == 0;
    }
}
