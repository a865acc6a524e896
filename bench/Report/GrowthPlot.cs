using System.Globalization;
using System.Text;
using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Report;

/// <summary>A plot of how figures grow, as SVG with nothing from outside: both axes are logarithmic, so that flat is flat and linear is a straight slope.</summary>
internal static class GrowthPlot
{
    private const int Width = 720;
    private const int Height = 350;
    private const int Left = 116;
    private const int Right = 24;
    private const int Top = 84;
    private const int Bottom = 52;

    private static readonly string[] Colours = ["#2563eb", "#c2410c", "#15803d", "#7c3aed", "#be123c"];

    public static string Of(string title, IEnumerable<Curve> measured)
    {
        // What is zero has no place on a logarithmic axis.
        var curves = measured.Select(curve => curve with { Points = curve.Points.FindAll(point => point is { X: > 0, Y: > 0 }) }).ToList();
        var points = curves.SelectMany(curve => curve.Points).ToList();
        var across = Axis.Around(points.Select(point => point.X));
        var up = Axis.Around(points.Select(point => point.Y));
        double X(double x) => Left + (across.Part(x) * (Width - Left - Right));
        double Y(double y) => Height - Bottom - (up.Part(y) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="system-ui, sans-serif" font-size="12"><title>{title}</title><rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Append(svg, $"""<text x="{Left}" y="20" font-size="14" font-weight="600" fill="#111827">{title}</text>""");
        foreach (var tick in up.Ticks)
        {
            Append(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(tick):0.0}" y2="{Y(tick):0.0}" stroke="#e5e7eb"/><text x="{Left - 8}" y="{Y(tick) + 4:0.0}" text-anchor="end" fill="#4b5563">{tick:#,0.##} {curves[0].Unit}</text>""");
        }

        foreach (var tick in across.Ticks)
        {
            Append(svg, $"""<line x1="{X(tick):0.0}" x2="{X(tick):0.0}" y1="{Top}" y2="{Height - Bottom}" stroke="#f3f4f6"/><text x="{X(tick):0.0}" y="{Height - Bottom + 18}" text-anchor="middle" fill="#4b5563">{tick:#,0.##}</text>""");
        }

        Append(svg, $"""<text x="{(Left + Width - Right) / 2}" y="{Height - 12}" text-anchor="middle" fill="#4b5563">{curves[0].Across}</text>""");
        for (var line = 0; line < curves.Count; line++)
        {
            Line(svg, curves[line], Colours[line % Colours.Length], line, X, Y);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Line(StringBuilder svg, Curve curve, string colour, int index, Func<double, double> x, Func<double, double> y)
    {
        var path = string.Join(' ', curve.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x(point.X):0.0},{y(point.Y):0.0}")));
        Append(svg, $"""<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>""");
        foreach (var point in curve.Points)
        {
            Append(svg, $"""<circle cx="{x(point.X):0.0}" cy="{y(point.Y):0.0}" r="3" fill="{colour}"><title>{curve.Name}: {point.X:#,0.##}: {point.Y:#,0.##} {curve.Unit}</title></circle>""");
        }

        Append(svg, $"""<text x="{Width - Right}" y="{20 + (index * 14)}" text-anchor="end" fill="{colour}">{curve.Name}</text>""");
    }

    private static void Append(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
