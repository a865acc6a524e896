namespace AiDesk.Training.Fitting;

/// <summary>
/// The exponential in additions and multiplications only: IEEE 754 fixes these to the last bit, and no mathematical library's version or processor's instruction
/// set changes a weight.
/// </summary>
internal static class FixedMath
{
    private const double Log2 = 0.693147180559945309417232121458;

    /// <summary>Terms of the series: more change nothing in a double for |x| ≤ log(2)/2.</summary>
    private const int Terms = 14;

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Logistic(double x) => x >= 0 ? 1 / (1 + Exp(-x)) : Exp(x) / (1 + Exp(x));

    /// <summary>The natural logarithm of a positive normal number: its exponent, and for the rest in [√½, √2) the series of the inverse hyperbolic tangent.</summary>
    public static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var powers = (int)((bits >> 52) & 0x7FF) - 1023;
        var rest = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | (1023L << 52));
        if (rest > 1.4142135623730951)
        {
            rest /= 2;
            powers++;
        }

        var ratio = (rest - 1) / (rest + 1);
        var square = ratio * ratio;
        var sum = 0.0;
        for (var i = (2 * Terms) - 1; i > 0; i -= 2)
        {
            sum = (sum * square) + (1.0 / i);
        }

        return (powers * Log2) + (2 * ratio * sum);
    }

    /// <summary>e^x for x ≤ 0; 0 below -700.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
        {
            return 0;
        }

        var powers = (int)((x / Log2) - 0.5);
        var rest = x - (powers * Log2);
        var sum = 1.0;
        for (var i = Terms; i > 0; i--)
        {
            sum = 1 + (sum * rest / i);
        }

        return sum * BitConverter.Int64BitsToDouble((long)(1023 + powers) << 52);
    }
}
