using AiDesk.Bench.Figures;

namespace AiDesk.Bench.Capacity.Soak;

/// <summary>Medians of the second and of the last third of what was sampled over time.</summary>
internal readonly record struct Thirds(double Second, double Last)
{
    public static Thirds Of<T>(IReadOnlyList<T> samples, Func<T, double> figure)
    {
        var third = samples.Count / 3;
        return new Thirds(Median.Of(samples.Skip(third).Take(third).Select(figure)), Median.Of(samples.Skip(2 * third).Select(figure)));
    }
}
