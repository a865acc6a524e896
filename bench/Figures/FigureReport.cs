using System.Text.Json;

namespace AiDesk.Bench.Figures;

/// <summary>Prints each figure as it comes and keeps all of them.</summary>
public sealed class FigureReport
{
    private readonly List<Figure> _figures = [];
    private readonly List<Curve> _curves = [];

    /// <summary>A figure that shall be at most <paramref name="most"/> in its unit.</summary>
    public void AtMost(string name, double value, string unit, double? reference, double? most) =>
        Add(new Figure(name, value, unit, reference, value / reference, most is null ? "" : $"<= {Number.Of(most.Value)} {unit}", most is null ? null : value <= most));

    /// <summary>A figure that shall be at least <paramref name="least"/> in its unit.</summary>
    public void AtLeast(string name, double value, string unit, double? reference, double least) =>
        Add(new Figure(name, value, unit, reference, value / reference, $">= {Number.Of(least)} {unit}", value >= least));

    /// <summary>A figure that shall be at most so many times its reference.</summary>
    public void RatioAtMost(string name, double value, string unit, double reference, double most) =>
        Add(new Figure(name, value, unit, reference, value / reference, $"<= {Number.Of(most)} x", value / reference <= most));

    /// <summary>A figure that shall be at least so many times its reference.</summary>
    public void RatioAtLeast(string name, double value, string unit, double reference, double least) => RatioAtLeast(name, value, unit, reference, value / reference, least);

    /// <summary>The same with a ratio of its own: the median of the rounds' ratios, which need not be that of the medians.</summary>
    public void RatioAtLeast(string name, double value, string unit, double reference, double ratio, double least) =>
        Add(new Figure(name, value, unit, reference, ratio, $">= {Number.Of(least)} x", ratio >= least));

    /// <summary>A figure without a target, that others are read by.</summary>
    public void Context(string name, double value, string unit, double? reference = null, double? ratio = null) =>
        Add(new Figure(name, value, unit, reference, ratio ?? value / reference, "", null));

    /// <summary>The next point of a line of a plot; the first one begins the line.</summary>
    public void Point(string plot, string name, string across, string unit, double x, double y)
    {
        var curve = _curves.Find(one => one.Plot == plot && one.Name == name);
        if (curve is null)
        {
            _curves.Add(curve = new Curve(plot, name, across, unit, []));
        }

        curve.Points.Add(new CurvePoint(x, y));
    }

    public string ToJson() => JsonSerializer.Serialize(new Measured(_figures, _curves), Measured.Json);

    private void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.WriteLine(figure.Line);
    }
}
