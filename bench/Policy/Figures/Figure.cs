namespace AiDesk.Bench.Policy.Figures;

/// <summary>One line of the report.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit of value and reference.</param>
/// <param name="Reference">What it stands beside, measured in the same run; null when there is none.</param>
/// <param name="Ratio">Value to reference; null when there is no reference.</param>
/// <param name="Target">In words; empty when there is none.</param>
/// <param name="Met">Null when there is no target.</param>
internal sealed record Figure(string Name, double Value, string Unit, double? Reference, double? Ratio, string Target, bool? Met);
