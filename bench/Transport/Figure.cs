using System.Globalization;

namespace AiDesk.Bench.Transport;

/// <summary>One line of the benchmark: a value beside its reference and the target for their ratio.</summary>
internal sealed record Figure(string Name, double Value, string Unit, double? Reference, double? Target, bool AtMost = false)
{
    public double? Ratio => Reference is > 0 ? Value / Reference : null;

    public bool? Met => Target is null ? null : AtMost ? (Ratio ?? Value) <= Target : (Ratio ?? Value) >= Target;

    public override string ToString()
        => string.Join(
            " | ",
            Name,
            $"{Text(Value)} {Unit}",
            Reference is null ? "-" : $"{Text(Reference.Value)} {Unit}",
            Ratio is null ? "-" : Ratio.Value.ToString("0.00", CultureInfo.InvariantCulture),
            Target is null ? "context" : $"{(AtMost ? "<=" : ">=")} {Target.Value.ToString("0.##", CultureInfo.InvariantCulture)}",
            Met switch { true => "met", false => "MISSED", null => "-" });

    private static string Text(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.00", CultureInfo.InvariantCulture);
}
