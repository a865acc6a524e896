using AiDesk.Agent.Pages.Frame;

namespace AiDesk.Agent.Pages.Shared.Charts;

/// <summary>Numbers with their units, as the person's language writes them.</summary>
public static class FigureText
{
    private const double Minute = 60, Hour = 3_600, Day = 86_400;

    /// <summary>"No data" for null.</summary>
    public static string Of(PageFrame page, string unit, double? value) => value is not { } number ? page["figure.noData"] : unit switch
    {
        "share" => page.Share(number),
        "seconds" => Seconds(page, number),
        "characters" => page.Number(number, number == Math.Floor(number) ? 0 : 1),
        _ => page.Number(number),
    };

    /// <summary>Two places of the unit that fits: 42 s, 3.5 min, 26 h.</summary>
    public static string Seconds(PageFrame page, double seconds) => seconds switch
    {
        < 2 * Minute => page["figure.seconds", Places(page, seconds)],
        < 2 * Hour => page["figure.minutes", Places(page, seconds / Minute)],
        < 2 * Day => page["figure.hours", Places(page, seconds / Hour)],
        _ => page["figure.days", Places(page, seconds / Day)],
    };

    private static string Places(PageFrame page, double number) => page.Number(number, number < 10 && Math.Round(number, 1) != Math.Floor(number) ? 1 : 0);
}
