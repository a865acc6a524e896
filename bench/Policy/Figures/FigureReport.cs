using System.Globalization;
using System.Text.Json;

namespace AiDesk.Bench.Policy.Figures;

/// <summary>Prints each figure as it comes and keeps all of them.</summary>
internal sealed class FigureReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly List<Figure> _figures = [];

    /// <summary>A figure that shall be at most <paramref name="most"/> in its unit.</summary>
    public void AtMost(string name, double value, string unit, double? reference, double? most) =>
        Add(new Figure(name, value, unit, reference, value / reference, most is null ? "" : $"<= {Number(most.Value)} {unit}", most is null ? null : value <= most));

    /// <summary>A figure that shall be at least <paramref name="least"/> in its unit.</summary>
    public void AtLeast(string name, double value, string unit, double? reference, double least) =>
        Add(new Figure(name, value, unit, reference, value / reference, $">= {Number(least)} {unit}", value >= least));

    /// <summary>A figure that shall be at most so many times its reference.</summary>
    public void RatioAtMost(string name, double value, string unit, double reference, double most) =>
        Add(new Figure(name, value, unit, reference, value / reference, $"<= {Number(most)} x", value / reference <= most));

    /// <summary>A figure that shall be at least so many times its reference.</summary>
    public void RatioAtLeast(string name, double value, string unit, double reference, double least) =>
        Add(new Figure(name, value, unit, reference, value / reference, $">= {Number(least)} x", value / reference >= least));

    public string ToJson() => JsonSerializer.Serialize(_figures, Options);

    private void Add(Figure figure)
    {
        _figures.Add(figure);
        var reference = figure.Reference is { } value ? $"{Number(value)} {figure.Unit}" : "-";
        var ratio = figure.Ratio is { } times ? Number(times) : "-";
        var outcome = figure.Met switch { true => "met", false => "MISSED", null => "-" };
        Console.WriteLine($"{figure.Name} | {Number(figure.Value)} {figure.Unit} | {reference} | {ratio} | {(figure.Target.Length == 0 ? "-" : figure.Target)} | {outcome}");
    }

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) switch { >= 100 => "N0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
