namespace AiDesk.Policy.Schemas.Json;

/// <summary>
/// A JSON number, exactly, whatever its size: ± 0.DIGITS × 10^<see cref="Exponent"/>, without leading or trailing zeros; no digits for zero, which has
/// no sign. Two numbers are the same value exactly when all three members are the same.
/// </summary>
internal readonly ref struct JsonNumber(bool negative, ReadOnlySpan<byte> digits, int exponent)
{
    /// <summary>Most places before or after the point.</summary>
    public const int PlacesLimit = 1_000_000;

    public bool Negative { get; } = negative;

    public ReadOnlySpan<byte> Digits { get; } = digits;

    public int Exponent { get; } = exponent;

    public bool IsZero => Digits.IsEmpty;

    /// <summary>No fraction: 1.0 and 1e2 are integers.</summary>
    public bool IsInteger => Exponent >= Digits.Length;

    /// <summary>Below zero, zero or above, as this is less than, the same as or greater than the other.</summary>
    public int CompareTo(JsonNumber other)
    {
        var sign = Sign;
        if (sign != other.Sign)
        {
            return sign < other.Sign ? -1 : 1;
        }

        // The place of the first digit decides, then the digits do: they have no leading zeros.
        var magnitude = Exponent != other.Exponent
            ? (Exponent < other.Exponent ? -1 : 1)
            : Digits.SequenceCompareTo(other.Digits);
        return sign * magnitude;
    }

    public int Sign => IsZero ? 0 : Negative ? -1 : 1;

    public bool Same(JsonNumber other)
        => Negative == other.Negative && Exponent == other.Exponent && Digits.SequenceEqual(other.Digits);

    /// <summary>
    /// Reduces a number token from its text to digits and exponent, in place. False, leaving the token zero, past <see cref="PlacesLimit"/>.
    /// </summary>
    public static bool TryReduce(Span<byte> text, ref JsonToken token)
    {
        var number = text.Slice(token.Start, token.Length);
        var negative = number[0] == (byte)'-';
        var from = negative ? 1 : 0;
        var digits = 0;
        long places = 0;
        var fraction = false;
        var at = from;
        for (; at < number.Length; at++)
        {
            var symbol = number[at];
            if (symbol == (byte)'.')
            {
                fraction = true;
                continue;
            }

            if (symbol is (byte)'e' or (byte)'E')
            {
                break;
            }

            if (digits == 0 && symbol == (byte)'0')
            {
                places -= fraction ? 1 : 0;
                continue;
            }

            number[from + digits++] = symbol;
            places += fraction ? 0 : 1;
        }

        places += at < number.Length ? ExponentOf(number[(at + 1)..]) : 0;
        var significant = number.Slice(from, digits).TrimEnd((byte)'0').Length;
        var fits = significant == 0 || Math.Abs(places) <= PlacesLimit;
        token.Start += from;
        token.Length = fits ? significant : 0;
        token.Link = fits && significant > 0 ? (int)places : 0;
        token.Negative = negative && token.Length > 0;
        return fits;
    }

    private static long ExponentOf(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == (byte)'-';
        long value = 0;
        foreach (var symbol in text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..])
        {
            // Saturates far past the limit: what it is exactly no longer matters.
            value = Math.Min((value * 10) + (symbol - '0'), PlacesLimit * 1000L);
        }

        return negative ? -value : value;
    }
}
