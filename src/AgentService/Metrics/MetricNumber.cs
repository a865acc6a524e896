namespace AiDesk.Agent.Metrics;

/// <summary>One number and on how many rows it stands; without rows there is none.</summary>
internal readonly record struct MetricNumber(double? Value, long N)
{
    /// <param name="source">Whose groups they are.</param>
    /// <param name="metric">What is made of them.</param>
    /// <param name="groups">Those of one period, with the labels or in the bucket that the number is of.</param>
    /// <param name="whole">Of a distribution: all rows of the period.</param>
    /// <param name="place">Of a percentile: which of the groups' values.</param>
    public static MetricNumber Of(MetricSource source, MetricDefinition metric, IEnumerable<MetricGroup> groups, long whole, int place)
    {
        long n = 0, part = 0;
        double total = 0;
        List<double>? values = metric.IsPercentile ? [] : null;
        foreach (var group in groups)
        {
            if (!source.Fits(group.Flags, metric.Of))
            {
                continue;
            }

            n += group.N;
            total += group.Total;
            part += metric.How == MetricAggregate.Share && source.Fits(group.Flags, metric.Part) ? group.N : 0;
            values?.AddRange(group.Values[place]);
        }

        return n == 0 ? default : new MetricNumber(metric.How switch
        {
            MetricAggregate.Count => n,
            MetricAggregate.Share => part / (double)n,
            MetricAggregate.Distribution => n / (double)whole,
            MetricAggregate.Sum => total,
            MetricAggregate.Median => Percentile(values!, 0.5),
            _ => Percentile(values!, 0.95),
        }, n);
    }

    /// <summary>Between two values where it lies there, as PostgreSQL's percentile_cont; null without values.</summary>
    public static double? Percentile(List<double> values, double part)
    {
        if (values.Count == 0)
        {
            return null;
        }

        values.Sort();
        var at = part * (values.Count - 1);
        var below = (int)Math.Floor(at);
        var above = (int)Math.Ceiling(at);
        return values[below] + ((at - below) * (values[above] - values[below]));
    }
}
