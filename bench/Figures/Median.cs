namespace AiDesk.Bench.Figures;

public static class Median
{
    /// <summary>The middle value; of an even count, the mean of the two in the middle. Throws when there is none.</summary>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
