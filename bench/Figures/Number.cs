using System.Globalization;

namespace AiDesk.Bench.Figures;

/// <summary>As figures are written: three digits that count, thousands apart.</summary>
public static class Number
{
    public static string Of(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
