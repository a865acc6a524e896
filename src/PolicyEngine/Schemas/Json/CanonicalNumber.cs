using System.Buffers.Text;
using System.Globalization;

namespace AiDesk.Policy.Schemas.Json;

/// <summary>
/// A number in canonical JSON: as ECMAScript's Number::toString writes it (RFC 8785, 3.2.2.3), and only if that is the very number that came. Canonical JSON
/// reads numbers as doubles; one that a double would change (2^53 + 1, eighteen digits, 1e400) is refused rather than changed.
/// </summary>
internal static class CanonicalNumber
{
    /// <summary>Decimal numbers of so many digits survive a double and are its shortest form, within <see cref="SafeExponent"/>.</summary>
    private const int SafeDigits = 15;

    /// <summary>Most digits that the shortest form of a double has.</summary>
    private const int MostDigits = 17;

    private const int SafeExponent = 300;

    /// <summary>False, and nothing written, when a double cannot hold the number exactly as it is written.</summary>
    public static bool TryWrite(ref Utf8Output output, JsonNumber number)
    {
        if (number.IsZero)
        {
            output.Write((byte)'0');
            return true;
        }

        var safe = number.Digits.Length <= SafeDigits && Math.Abs(number.Exponent) <= SafeExponent;
        if (!safe && !SurvivesDouble(number))
        {
            return false;
        }

        if (number.Negative)
        {
            output.Write((byte)'-');
        }

        WriteMagnitude(ref output, number.Digits, number.Exponent);
        return true;
    }

    private static void WriteMagnitude(ref Utf8Output output, ReadOnlySpan<byte> digits, int exponent)
    {
        if (exponent is > 21 or <= -6)
        {
            output.Write(digits[..1]);
            if (digits.Length > 1)
            {
                output.Write((byte)'.');
                output.Write(digits[1..]);
            }

            output.Write(exponent > 0 ? "e+"u8 : "e-"u8);
            Span<byte> text = stackalloc byte[8];
            Utf8Formatter.TryFormat(Math.Abs(exponent - 1), text, out var written);
            output.Write(text[..written]);
        }
        else if (exponent <= 0)
        {
            output.Write("0."u8);
            output.Fill((byte)'0', -exponent);
            output.Write(digits);
        }
        else if (exponent >= digits.Length)
        {
            output.Write(digits);
            output.Fill((byte)'0', exponent - digits.Length);
        }
        else
        {
            output.Write(digits[..exponent]);
            output.Write((byte)'.');
            output.Write(digits[exponent..]);
        }
    }

    // The shortest text that gives back the double must have the number's own digits and exponent.
    private static bool SurvivesDouble(JsonNumber number)
    {
        if (number.Digits.Length > MostDigits || Math.Abs(number.Exponent) > 400)
        {
            return false;
        }

        Span<byte> text = stackalloc byte[40];
        text[0] = (byte)'0';
        text[1] = (byte)'.';
        number.Digits.CopyTo(text[2..]);
        var length = 2 + number.Digits.Length;
        text[length++] = (byte)'e';
        Utf8Formatter.TryFormat(number.Exponent, text[length..], out var written);
        if (!double.TryParse(text[..(length + written)], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value) || value == 0)
        {
            return false;
        }

        Span<byte> shortest = stackalloc byte[40];
        value.TryFormat(shortest, out written, "R", CultureInfo.InvariantCulture);
        var token = new JsonToken { Kind = JsonKind.Number, Length = written };
        return JsonNumber.TryReduce(shortest, ref token)
            && new JsonNumber(false, shortest.Slice(token.Start, token.Length), token.Link).Same(new JsonNumber(false, number.Digits, number.Exponent));
    }
}
