using System.Globalization;
using AiDesk.Policy.Schemas.Json;

namespace AiDesk.Policy.Schemas;

/// <summary>A number that a schema names, exactly.</summary>
internal sealed class SchemaNumber
{
    /// <summary>Most digits of a divisor.</summary>
    private const int DivisorDigits = 18;

    private readonly bool _negative;
    private readonly byte[] _digits;
    private readonly int _exponent;
    private readonly ulong _divisor;

    public SchemaNumber(JsonIndex schema, int token)
    {
        var number = schema.Number(token);
        _negative = number.Negative;
        _digits = number.Digits.ToArray();
        _exponent = number.Exponent;
        Text = JsonScalar.TryRead(schema, token, out var text) ? text : "the schema's bound";
        CanDivide = number.Sign > 0 && _digits.Length <= DivisorDigits;
        _divisor = CanDivide ? ulong.Parse(_digits, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>For fault texts.</summary>
    public string Text { get; }

    public JsonNumber Value => new(_negative, _digits, _exponent);

    /// <summary>Greater than zero and of at most 18 digits: <see cref="Divides"/> can be asked.</summary>
    public bool CanDivide { get; }

    /// <summary>Is the number a whole multiple of this one? Exact for numbers of any size; linear in their digits.</summary>
    public bool Divides(JsonNumber number)
    {
        if (number.IsZero)
        {
            return true;
        }

        // Both are digits × 10^power without trailing zeros. With a smaller power, the number would have to be divisible by ten, which it is not.
        var power = (number.Exponent - number.Digits.Length) - (_exponent - _digits.Length);
        if (power < 0)
        {
            return false;
        }

        UInt128 rest = 0;
        foreach (var digit in number.Digits)
        {
            rest = ((rest * 10) + (uint)(digit - (byte)'0')) % _divisor;
        }

        return rest * PowerOfTen(power, _divisor) % _divisor == 0;
    }

    private static UInt128 PowerOfTen(int power, ulong modulus)
    {
        UInt128 result = 1 % (UInt128)modulus;
        UInt128 square = 10 % (UInt128)modulus;
        for (; power > 0; power >>= 1)
        {
            if ((power & 1) == 1)
            {
                result = result * square % modulus;
            }

            square = square * square % modulus;
        }

        return result;
    }
}
