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

    /// <summary>The natural logarithm of a positive number, by Newton's steps on <see cref="Exp"/>: slow, and only for a handful of constants.</summary>
    public static double Log(double x)
    {
        var y = x >= 1 ? 1.0 : -1.0;
        for (var i = 0; i < 60; i++)
        {
            var power = y <= 0 ? Exp(y) : 1 / Exp(-y);
            y += 2 * (x - power) / (x + power);
        }

        return y;
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
