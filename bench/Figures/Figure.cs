using System.Text.Json.Serialization;

namespace AiDesk.Bench.Figures;

/// <summary>One line of the report.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit of value and reference.</param>
/// <param name="Reference">What it stands beside, measured in the same run; null when there is none.</param>
/// <param name="Ratio">Value to reference; null when there is no reference.</param>
/// <param name="Target">In words; empty when there is none.</param>
/// <param name="Met">Null when there is no target.</param>
public sealed record Figure(string Name, double Value, string Unit, double? Reference, double? Ratio, string Target, bool? Met)
{
    /// <summary>Name, value, reference, ratio, target, and whether it was met.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Cells =>
    [
        Name,
        $"{Number.Of(Value)} {Unit}",
        Reference is { } value ? $"{Number.Of(value)} {Unit}" : "-",
        Ratio is { } ratio ? Number.Of(ratio) : "-",
        Target.Length == 0 ? "-" : Target,
        Met switch { true => "met", false => "MISSED", null => "-" },
    ];

    [JsonIgnore]
    public string Line => string.Join(" | ", Cells);
}
