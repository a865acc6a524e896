namespace AiDesk.Policy.Limits;

/// <summary>
/// Days and months of one time zone as windows of Unix time. The last window of each unit is kept in an atomic holder, because finding one costs two time
/// zone conversions: what is answered depends on nothing but the arguments.
/// </summary>
public sealed class Calendar(TimeZoneInfo zone)
{
    private sealed record Holder(CalendarWindow Window);

    private Holder? _day;
    private Holder? _month;

    /// <summary>The window of a unit that holds <paramref name="now"/>, and where the next one ends.</summary>
    public CalendarWindow WindowAt(CalendarUnit unit, DateTimeOffset now) => unit switch
    {
        CalendarUnit.Day => Cached(ref _day, CalendarUnit.Day, now),
        CalendarUnit.Month => Cached(ref _month, CalendarUnit.Month, now),
        _ => CalendarWindow.Forever,
    };

    private CalendarWindow Cached(ref Holder? holder, CalendarUnit unit, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        var held = Volatile.Read(ref holder);
        if (held is null || at < held.Window.Start || at >= held.Window.End)
        {
            held = new Holder(Find(unit, now));
            Volatile.Write(ref holder, held);
        }

        return held.Window;
    }

    private CalendarWindow Find(CalendarUnit unit, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var first = unit == CalendarUnit.Day ? local.Date : new DateTime(local.Year, local.Month, 1);
        return new CalendarWindow(StartOf(first), StartOf(Next(unit, first, 1)), StartOf(Next(unit, first, 2)));
    }

    private static DateTime Next(CalendarUnit unit, DateTime first, int steps) =>
        unit == CalendarUnit.Day ? first.AddDays(steps) : first.AddMonths(steps);

    /// <summary>
    /// The first moment of a local day. Where the clock is put forward over midnight the day begins when the gap ends; where it is put back over
    /// midnight the day begins at the first of the two.
    /// </summary>
    private long StartOf(DateTime localMidnight)
    {
        var moment = DateTime.SpecifyKind(localMidnight, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(moment))
        {
            moment = moment.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(moment) ? zone.GetAmbiguousTimeOffsets(moment).Max() : zone.GetUtcOffset(moment);
        return new DateTimeOffset(moment, offset).ToUnixTimeMilliseconds();
    }
}
