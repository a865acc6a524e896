using System.Globalization;

namespace AiDesk.Agent.Pages.Frame;

/// <summary>What every content needs besides its model: texts in the person's language, formats, who looks, and the form's token.</summary>
public sealed class PageFrame
{
    /// <summary>es, en, pt, fr, de, it or nl.</summary>
    public required string Language { get; init; }

    public required CultureInfo Culture { get; init; }

    /// <summary>The desk's zone: times are shown in it.</summary>
    public required TimeZoneInfo Zone { get; init; }

    /// <summary>Of this request.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>auto, light or dark.</summary>
    public required string Theme { get; init; }

    /// <summary>Path and query of this page.</summary>
    public required string Path { get; init; }

    /// <summary>What every form carries in its field "csrf"; empty when nobody is signed in.</summary>
    public string FormToken { get; init; } = "";

    /// <summary>Who looks; empty when nobody is signed in.</summary>
    public string PersonId { get; init; } = "";

    public string PersonName { get; init; } = "";

    /// <summary>What the tenant is called.</summary>
    public string Business { get; init; } = "";

    public bool IsSignedIn => PersonId.Length > 0;

    public bool IsStaff { get; init; }

    public bool MayDecide { get; init; }

    public bool IsAdmin { get; init; }

    /// <summary>Key of a text to be shown once, from the page before; empty for none.</summary>
    public string Notice { get; init; } = "";

    /// <summary>A text in the person's language.</summary>
    public string this[string key] => PageTexts.Find(key, Language);

    /// <summary>The same with {0}, {1}, … filled in.</summary>
    public string this[string key, params object?[] values] => string.Format(Culture, PageTexts.Find(key, Language), values);

    /// <summary>Whether there is such a text: codes of other services may be newer than our words for them.</summary>
    public bool Has(string key) => PageTexts.Has(key);

    /// <summary>The text of a code; the code itself where there are no words for it yet.</summary>
    public string Word(string prefix, string code) => code.Length > 0 && Has(prefix + code) ? this[prefix + code] : code;

    /// <summary>KEY.one or KEY.other with the number as {0}.</summary>
    public string Count(string key, long number) => this[$"{key}.{(IsOne(number) ? "one" : "other")}", number.ToString("N0", Culture)];

    public string Number(double value, int decimals = 0) => value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Culture);

    /// <summary>0 to 1, as a percentage.</summary>
    public string Share(double value) => value.ToString(value is > 0 and < 0.1 ? "P1" : "P0", Culture);

    public string Date(DateTimeOffset time) => Local(time).ToString("d", Culture);

    public string Moment(DateTimeOffset time) => Local(time).ToString("g", Culture);

    public DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone);

    /// <summary>How long ago: seconds, minutes, hours or days.</summary>
    public string Age(DateTimeOffset time) => this["age.ago", Duration(Now - time)];

    /// <summary>In the largest unit that fits.</summary>
    public string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => Count("age.seconds", 0),
        { TotalMinutes: < 1 } => Count("age.seconds", (long)span.TotalSeconds),
        { TotalHours: < 1 } => Count("age.minutes", (long)span.TotalMinutes),
        { TotalDays: < 1 } => Count("age.hours", (long)span.TotalHours),
        _ => Count("age.days", (long)span.TotalDays),
    };

    /// <summary>French and Portuguese count nothing as one.</summary>
    private bool IsOne(long number) => number == 1 || (number == 0 && Language is "fr" or "pt");
}
