using System.Globalization;

namespace AiDesk.Bench.Transport;

/// <summary>One line of the benchmark: a value beside its reference and the target for their ratio.</summary>
internal sealed record Figure(string Name, double Value, string Unit, double? Reference = null, double? Ratio = null, double? Target = null)
{
    public bool? Met => Target is null ? null : Ratio >= Target;

    public static Figure Of(string name, Comparison comparison, string unit, double? target = null)
        => new(name, comparison.Measured, unit, comparison.Reference, comparison.Ratio, target);

    public override string ToString()
        => string.Join(
            " | ",
            Name,
            $"{Text(Value)} {Unit}",
            Reference is null ? "-" : $"{Text(Reference.Value)} {Unit}",
            Ratio is null ? "-" : Ratio.Value.ToString("0.00", CultureInfo.InvariantCulture),
            Target is null ? "context" : $">= {Target.Value.ToString("0.##", CultureInfo.InvariantCulture)}",
            Met switch { true => "met", false => "MISSED", null => "-" });

    private static string Text(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.00", CultureInfo.InvariantCulture);
}
