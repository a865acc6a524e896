using System.Globalization;
using AiDesk.Policy.Limits;
using Calendar = AiDesk.Policy.Limits.Calendar;

namespace AiDesk.Policy.Tests.Limits;

public sealed class CalendarTests
{
    [Theory]
    // An ordinary day, in summer (UTC+2).
    [InlineData("Europe/Madrid", CalendarUnit.Day, "2026-07-15T12:00:00Z", "2026-07-14T22:00:00Z", "2026-07-15T22:00:00Z", "2026-07-16T22:00:00Z")]
    // The last millisecond before midnight and midnight itself.
    [InlineData("Europe/Madrid", CalendarUnit.Day, "2026-07-15T21:59:59.999Z", "2026-07-14T22:00:00Z", "2026-07-15T22:00:00Z", "2026-07-16T22:00:00Z")]
    [InlineData("Europe/Madrid", CalendarUnit.Day, "2026-07-15T22:00:00Z", "2026-07-15T22:00:00Z", "2026-07-16T22:00:00Z", "2026-07-17T22:00:00Z")]
    // Clocks forward: a day of 23 hours. Clocks back: one of 25.
    [InlineData("Europe/Berlin", CalendarUnit.Day, "2026-03-29T10:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z")]
    [InlineData("Europe/Berlin", CalendarUnit.Day, "2026-10-25T10:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z")]
    // Chile puts the clock forward at midnight: 2026-09-06 begins at 01:00 local, which is 04:00 UTC.
    [InlineData("America/Santiago", CalendarUnit.Day, "2026-09-06T12:00:00Z", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z", "2026-09-08T03:00:00Z")]
    // Months of 31, 28 and 31 days, over a year's end.
    [InlineData("UTC", CalendarUnit.Month, "2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z")]
    [InlineData("Europe/London", CalendarUnit.Month, "2026-03-31T23:30:00Z", "2026-03-31T23:00:00Z", "2026-04-30T23:00:00Z", "2026-05-31T23:00:00Z")]
    public void WindowAt_LocalCalendar_BeginsAndEndsAtLocalMidnight(string zone, CalendarUnit unit, string now, string start, string end, string nextEnd)
    {
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById(zone));

        var window = calendar.WindowAt(unit, Moment(now));

        window.ShouldBe(new CalendarWindow(Moment(start).ToUnixTimeMilliseconds(), Moment(end).ToUnixTimeMilliseconds(), Moment(nextEnd).ToUnixTimeMilliseconds()));
    }

    [Fact]
    public void WindowAt_Total_HasNoEnd()
    {
        var calendar = new Calendar(TimeZoneInfo.Utc);

        calendar.WindowAt(CalendarUnit.Total, DateTimeOffset.UnixEpoch).ShouldBe(CalendarWindow.Forever);
    }

    [Theory]
    [InlineData("America/Santiago")]
    [InlineData("Europe/Madrid")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    public void WindowAt_EveryHourOfTwoYears_WindowsMeetWithoutGapOrOverlap(string zone)
    {
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        var now = Moment("2026-01-01T00:00:00Z");
        var last = calendar.WindowAt(CalendarUnit.Day, now);
        for (var hour = 0; hour < 2 * 366 * 24; hour++)
        {
            now = now.AddHours(1);
            var window = calendar.WindowAt(CalendarUnit.Day, now);
            now.ToUnixTimeMilliseconds().ShouldBeInRange(window.Start, window.End - 1);
            if (window != last)
            {
                window.Start.ShouldBe(last.End);
                window.End.ShouldBe(last.NextEnd);
                last = window;
            }
        }
    }

    [Fact]
    public void WindowAt_TimeGoesBack_AnswersTheEarlierWindow()
    {
        var calendar = new Calendar(TimeZoneInfo.Utc);
        var later = calendar.WindowAt(CalendarUnit.Day, Moment("2026-05-02T00:00:00Z"));

        var earlier = calendar.WindowAt(CalendarUnit.Day, Moment("2026-05-01T23:59:59Z"));

        earlier.End.ShouldBe(later.Start);
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
