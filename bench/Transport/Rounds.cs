namespace AiDesk.Bench.Transport;

/// <summary>
/// Measures two things in turn, in many short rounds, so that what the machine does meanwhile hits both. The ratio is the median of the
/// rounds' ratios, as neighbours in time are what can be compared.
/// </summary>
internal static class Rounds
{
    public static Comparison Alternate(int rounds, Func<double> measured, Func<double> reference)
    {
        var ours = new double[rounds];
        var theirs = new double[rounds];
        var ratios = new double[rounds];
        measured();
        reference();
        for (var i = 0; i < rounds; i++)
        {
            ours[i] = measured();
            theirs[i] = reference();
            ratios[i] = ours[i] / theirs[i];
        }

        return new Comparison(Median(ours), Median(theirs), Median(ratios));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}

/// <summary>Medians of both, and of their ratio round by round.</summary>
internal sealed record Comparison(double Measured, double Reference, double Ratio);
