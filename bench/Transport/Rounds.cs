namespace AiDesk.Bench.Transport;

/// <summary>Measures two things in turn, so that what the machine does meanwhile hits both, and takes medians.</summary>
internal static class Rounds
{
    public static (double Measured, double Reference) Alternate(int rounds, Func<double> measured, Func<double> reference)
    {
        var ours = new double[rounds];
        var theirs = new double[rounds];
        measured();
        reference();
        for (var i = 0; i < rounds; i++)
        {
            ours[i] = measured();
            theirs[i] = reference();
        }

        return (Median(ours), Median(theirs));
    }

    public static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
