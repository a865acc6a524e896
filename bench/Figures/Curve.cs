namespace AiDesk.Bench.Figures;

/// <summary>How one figure grows with another: a line of a plot.</summary>
/// <param name="Plot">Curves of one plot share its name.</param>
/// <param name="Name">The line's.</param>
/// <param name="Across">What grows, with its unit.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Points">What grew, and the value there, in the order measured.</param>
public sealed record Curve(string Plot, string Name, string Across, string Unit, List<CurvePoint> Points);

/// <summary>One point of a curve.</summary>
public sealed record CurvePoint(double X, double Y);
