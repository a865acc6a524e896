using System.Globalization;
using AiDesk.Agent.Pages.Frame;

namespace AiDesk.Agent.Pages.Dashboard;

/// <summary>What a person chose to look at: so many days up to now, or whole days of their own. Days are those of the desk's zone.</summary>
/// <param name="Name">today, 7, 30, 90 or own.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Start">Where the first day begins.</param>
/// <param name="End">Behind the last minute that counts.</param>
/// <param name="Problem">Key of what is wrong with the days that were asked for; empty when nothing is.</param>
public sealed record DashboardRange(string Name, DateOnly From, DateOnly To, DateTimeOffset Start, DateTimeOffset End, string Problem = "")
{
    /// <summary>Longest range of one's own, days.</summary>
    public const int Longest = 366;

    private const string Default = "7";

    private static readonly DateOnly Earliest = new(2000, 1, 1);

    public static IReadOnlyList<string> Names { get; } = ["today", "7", "30", "90"];

    /// <summary>Where the period before begins: it is as long.</summary>
    public DateTimeOffset Previous => Start - (End - Start);

    /// <summary>What the address is to say, so that the same is seen again.</summary>
    public string Query => Name == "own" ? $"from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}" : "range=" + Name;

    public static DashboardRange Of(PageFrame frame, string range, string from, string to)
    {
        var today = DateOnly.FromDateTime(frame.Local(frame.Now).DateTime);
        if (from.Length == 0 && to.Length == 0)
        {
            return UpToNow(frame, today, Names.Contains(range, StringComparer.Ordinal) ? range : Default);
        }

        if (!TryDay(from, out var first) || !TryDay(to, out var last))
        {
            return UpToNow(frame, today, Default) with { Problem = "dashboard.badDay" };
        }

        return last < first ? UpToNow(frame, today, Default) with { Problem = "dashboard.backwards" }
            : last.DayNumber - first.DayNumber >= Longest ? UpToNow(frame, today, Default) with { Problem = "dashboard.tooLong" }
            : new DashboardRange("own", first, last, Midnight(frame, first), Midnight(frame, last.AddDays(1)));
    }

    private static DashboardRange UpToNow(PageFrame frame, DateOnly today, string name)
    {
        var first = name == "today" ? today : today.AddDays(1 - int.Parse(name, CultureInfo.InvariantCulture));

        // The end of this minute: links to rows then say the same as the page, and what was written just now is counted.
        var end = new DateTimeOffset(frame.Now.UtcTicks - (frame.Now.UtcTicks % TimeSpan.TicksPerMinute) + TimeSpan.TicksPerMinute, TimeSpan.Zero);
        return new DashboardRange(name, first, today, Midnight(frame, first), end);
    }

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && day >= Earliest && day.Year < 3_000;

    /// <summary>The day's first moment: where clocks skip midnight, the first that there is.</summary>
    private static DateTimeOffset Midnight(PageFrame frame, DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (frame.Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        // Where midnight comes twice, the first.
        var offset = frame.Zone.IsAmbiguousTime(local) ? frame.Zone.GetAmbiguousTimeOffsets(local).Max() : frame.Zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset);
    }
}
