using AiDesk.Policy.Policies.Documents;

namespace AiDesk.Policy.Testing.Files;

/// <summary>A point in time as a test writes it: by the tenant's wall clock, or with an offset of its own.</summary>
/// <param name="Local">What the clock on the wall shows.</param>
/// <param name="Offset">Null for the tenant's time zone.</param>
/// <param name="Node">Where it is written.</param>
internal sealed record Moment(DateTime Local, TimeSpan? Offset, PolicyNode Node)
{
    /// <summary>The clock of a test is never put before this year.</summary>
    public const int FirstYear = 2000;

    /// <summary>And never after this one.</summary>
    public const int LastYear = 2199;

    /// <summary>Where the clock stops.</summary>
    public static readonly DateTimeOffset End = new(LastYear, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null when it is; else why the tenant's clock never, or twice, shows that time.</summary>
    public string? Problem(TimeZoneInfo zone)
    {
        if (Offset is not null)
        {
            return null;
        }

        if (zone.IsInvalidTime(Local))
        {
            return $"is a time that {zone.Id} leaves out on that day";
        }

        return zone.IsAmbiguousTime(Local) ? $"is a time that {zone.Id} has twice on that day; give it an offset, as {Local:yyyy-MM-ddTHH:mm}+01:00" : null;
    }

    public DateTimeOffset In(TimeZoneInfo zone) => new(Local, Offset ?? zone.GetUtcOffset(Local));
}
