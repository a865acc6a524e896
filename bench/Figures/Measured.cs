using System.Text.Json;

namespace AiDesk.Bench.Figures;

/// <summary>What one benchmark found: the file that it leaves for the report.</summary>
/// <param name="Figures">Its lines, in the order measured.</param>
/// <param name="Curves">What its plots show.</param>
public sealed record Measured(IReadOnlyList<Figure> Figures, IReadOnlyList<Curve> Curves)
{
    public static JsonSerializerOptions Json { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
