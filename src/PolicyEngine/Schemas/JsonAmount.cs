using System.Globalization;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary>
/// A monetary value in arguments. Text that is not a number, a number of 10^28 or more, an object: what cannot be understood is
/// <see cref="Unknown"/>, and whoever compares it takes it for greater than any limit. Nothing fails open.
/// </summary>
/// <param name="Present">There is a value and it is not null.</param>
/// <param name="Value">Its magnitude, 0 and up: a refund of -500 moves as much money as a charge of 500.</param>
internal readonly record struct JsonAmount(bool Present, decimal Value)
{
    public static JsonAmount None { get; } = new(false, 0);

    public static JsonAmount Unknown { get; } = new(true, decimal.MaxValue);

    public static JsonAmount Of(JsonIndex json, int token)
    {
        if (token < 0 || json.At(token).Kind == JsonKind.Null)
        {
            return None;
        }

        return json.At(token).Kind switch
        {
            JsonKind.Number => Of(json.Number(token)),
            JsonKind.String => Of(json.Text(token)),
            _ => Unknown,
        };
    }

    // Decimal rounds past 28 places; rounding up from zero to the least amount there is keeps "not zero" true.
    private static JsonAmount Of(JsonNumber number)
    {
        if (number.IsZero)
        {
            return new JsonAmount(true, 0);
        }

        if (number.Exponent > 28)
        {
            return Unknown;
        }

        var value = 0m;
        var scale = 1m;
        foreach (var digit in number.Digits[..Math.Min(number.Digits.Length, 28)])
        {
            value = (value * 10) + (digit - (byte)'0');
        }

        var shift = number.Exponent - Math.Min(number.Digits.Length, 28);
        if (shift < -28)
        {
            return new JsonAmount(true, new decimal(1, 0, 0, false, 28));
        }

        for (var i = Math.Abs(shift); i > 0; i--)
        {
            scale *= 10;
        }

        return new JsonAmount(true, shift < 0 ? value / scale : value * scale);
    }

    private static JsonAmount Of(ReadOnlySpan<byte> text)
        => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? new JsonAmount(true, Math.Abs(value))
            : Unknown;
}
