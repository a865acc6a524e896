using System.Globalization;
using System.Text;

namespace AiDesk.CommandLine.Load.Reporting;

/// <summary>A plot of lines as SVG: axes with round ticks, a legend, nothing from outside.</summary>
/// <param name="title">What it shows.</param>
/// <param name="unit">Of the vertical axis.</param>
/// <param name="isLogarithmic">The vertical axis grows tenfold by steps: for latencies, whose tail would flatten the rest.</param>
internal sealed class SvgPlot(string title, string unit, bool isLogarithmic = false)
{
    private const int Width = 860;
    private const int Height = 300;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 40;
    private const int Bottom = 40;

    private readonly List<(string Name, string Colour, IReadOnlyList<(double X, double Y)> Points)> _lines = [];
    private readonly List<(double At, string Label)> _ticks = [];

    /// <summary>Labels of the horizontal axis; without any they are round numbers of it.</summary>
    public void Tick(double at, string label) => _ticks.Add((at, label));

    public void Line(string name, string colour, IEnumerable<(double X, double Y)> points) => _lines.Add((name, colour, points.ToList()));

    public override string ToString()
    {
        var all = _lines.SelectMany(line => line.Points).ToList();
        var (right, top) = (Math.Max(all.Select(point => point.X).DefaultIfEmpty(1).Max(), 1e-9), Math.Max(all.Select(point => point.Y).DefaultIfEmpty(1).Max(), 1e-3));
        var bottom = isLogarithmic ? Math.Max(all.Select(point => point.Y).Where(y => y > 0).DefaultIfEmpty(1).Min(), 1e-3) : 0;
        (bottom, top) = isLogarithmic ? (Math.Pow(10, Math.Floor(Math.Log10(bottom))), Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(top, bottom * 1.01))))) : (0, NiceTop(top));
        double X(double x) => Left + (x / right * (Width - Left - Right));
        double Y(double y) => Top + ((1 - (isLogarithmic ? Math.Log10(Math.Max(y, bottom) / bottom) / Math.Log10(top / bottom) : y / top)) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{title}"><text x="{Left}" y="18" class="title">{title}</text>""");
        foreach (var tick in isLogarithmic ? Decades(bottom, top) : Enumerable.Range(0, 5).Select(step => top * step / 4))
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{Left}" x2="{Width - Right}" y1="{Y(tick):0.0}" y2="{Y(tick):0.0}" class="grid"/><text x="{Left - 8}" y="{Y(tick) + 4:0.0}" class="end">{Label(tick)} {unit}</text>""");
        }

        foreach (var (at, label) in _ticks.Count > 0 ? _ticks : [.. Enumerable.Range(0, 6).Select(step => (right * step / 5, (right * step / 5).ToString("0.#", CultureInfo.InvariantCulture) + " s"))])
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{X(at):0.0}" y="{Height - 14}" class="middle">{label}</text>""");
        }

        var legend = (double)Width - Right;
        foreach (var (name, colour, points) in _lines.AsEnumerable().Reverse())
        {
            svg.Append(CultureInfo.InvariantCulture, $"""<polyline fill="none" stroke="{colour}" stroke-width="2" points="{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.X):0.0},{Y(point.Y):0.0}")))}"/>""");
            svg.Append(CultureInfo.InvariantCulture, $"""<text x="{legend:0}" y="18" class="end" fill="{colour}">{name}</text>""");
            legend -= 12 + (name.Length * 8);
        }

        return svg.Append("</svg>").ToString();
    }

    private static IEnumerable<double> Decades(double bottom, double top)
    {
        for (var tick = bottom; tick <= top * 1.001; tick *= 10)
        {
            yield return tick;
        }
    }

    private static double NiceTop(double top)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(top)));
        return new[] { 1, 2, 4, 5, 8, 10 }.Select(step => step * power).First(step => step >= top * 0.999);
    }

    private static string Label(double value) => value.ToString(value >= 100 ? "N0" : "0.###", CultureInfo.InvariantCulture);
}
