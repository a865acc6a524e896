using AiDesk.Agent.Tenants;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Metrics;

/// <summary>What is counted: from <paramref name="Start"/> on, before <paramref name="End"/>; and as much before that, to compare with.</summary>
internal readonly record struct MetricPeriod(DateTimeOffset Start, DateTimeOffset End)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);
    private static readonly TimeSpan Hours = TimeSpan.FromDays(2);
    private static readonly TimeSpan Days = TimeSpan.FromDays(92);

    /// <summary>Where the period before begins.</summary>
    public DateTimeOffset Previous => Start - (End - Start);

    /// <summary>What a point of a series stands for.</summary>
    public string Step => (End - Start) switch
    {
        var length when length <= Hours => "hour",
        var length when length <= Days => "day",
        _ => "week",
    };

    /// <summary>Throws FIELD_REQUIRED or FIELD_INVALID.</summary>
    public static MetricPeriod Of(Timestamp? start, Timestamp? end)
    {
        var period = new MetricPeriod(TimeOf(start, "start_time"), TimeOf(end, "end_time"));
        if (period.End <= period.Start)
        {
            throw DeskException.Invalid("end_time", "is not after start_time");
        }

        return period.End - period.Start <= Longest ? period : throw DeskException.Invalid("end_time", "is more than 400 days after start_time");
    }

    private static DateTimeOffset TimeOf(Timestamp? time, string field)
    {
        try
        {
            return (time ?? throw DeskException.Required(field)).ToDateTimeOffset();
        }
        catch (InvalidOperationException)
        {
            throw DeskException.Invalid(field, "is no time between the years 1 and 9999");
        }
    }
}
