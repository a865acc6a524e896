namespace AiDesk.Bench.Report;

/// <summary>A logarithmic axis over whole decades.</summary>
/// <param name="Least">A power of ten.</param>
/// <param name="Greatest">A greater one.</param>
internal readonly record struct Axis(double Least, double Greatest)
{
    /// <param name="values">Above zero; without any the axis goes from 1 to 10.</param>
    public static Axis Around(IEnumerable<double> values)
    {
        var all = values.DefaultIfEmpty(1).ToList();
        var least = Math.Pow(10, Math.Floor(Math.Log10(all.Min()) + 1e-9));
        var greatest = Math.Pow(10, Math.Ceiling(Math.Log10(all.Max()) - 1e-9));
        return new Axis(least, greatest > least ? greatest : least * 10);
    }

    /// <summary>The powers of ten on it.</summary>
    public IEnumerable<double> Ticks
    {
        get
        {
            for (var tick = Least; tick <= Greatest * 1.001; tick *= 10)
            {
                yield return tick;
            }
        }
    }

    /// <summary>Where a value is, 0 to 1.</summary>
    public double Part(double value) => Math.Log10(value / Least) / Math.Log10(Greatest / Least);
}
