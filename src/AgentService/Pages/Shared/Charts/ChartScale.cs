namespace AiDesk.Agent.Pages.Shared.Charts;

/// <summary>Round ticks of an axis that begins at zero.</summary>
public static class ChartScale
{
    /// <summary>Steps that people count time in, seconds: up to a week.</summary>
    private static readonly double[] TimeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

    /// <summary>From 0 to a round number at or above the greatest value, in 2 to 6 equal steps.</summary>
    /// <param name="greatest">0 and up.</param>
    /// <param name="unit">share, seconds, or one that is counted.</param>
    public static IReadOnlyList<double> Ticks(double greatest, string unit)
    {
        var step = unit switch
        {
            "share" when greatest > 0.4 => 0.25,
            "share" => Decimal(Math.Max(greatest, 0.04) / 4),
            "seconds" => Time(Math.Max(greatest, 4) / 4),
            _ => Math.Max(1, Decimal(Math.Max(greatest, 4) / 4)),
        };
        var count = Math.Max(1, (int)Math.Ceiling((greatest / step) - 1e-9));
        return [.. Enumerable.Range(0, count + 1).Select(place => place * step)];
    }

    /// <summary>1, 2 or 5 of a power of ten, at or above.</summary>
    private static double Decimal(double atLeast)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        var part = atLeast / power;
        return power * (part <= 1 + 1e-9 ? 1 : part <= 2 + 1e-9 ? 2 : part <= 5 + 1e-9 ? 5 : 10);
    }

    private static double Time(double atLeast)
    {
        var step = TimeSteps.FirstOrDefault(step => step >= atLeast);
        return step > 0 ? step : Math.Ceiling(atLeast / TimeSteps[^1]) * TimeSteps[^1];
    }
}
