using System.Globalization;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>A date that a text names.</summary>
/// <param name="Day">1 to 31.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Year">0 when it does not say.</param>
/// <param name="Words">As it stands there.</param>
internal readonly record struct NamedDate(int Day, int Month, int Year, string Words)
{
    public bool Fits(NamedDate other) => Day == other.Day && Month == other.Month && (Year == 0 || other.Year == 0 || Year == other.Year);
}

/// <summary>Dates in digits and in words of seven languages. 06/07 is read both ways: it fits if either does.</summary>
internal static partial class Dates
{
    private const string MonthNames =
        "january|february|march|april|may|june|july|august|september|october|november|december|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|"
        + "janvier|f[eé]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[eé]cembre|januar|februar|m[aä]rz|juni|juli|oktober|dezember|"
        + "gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|mar[cç]o|maio|junho|julho|setembro|outubro|novembro|dezembro|"
        + "januari|februari|maart|mei|augustus|december";

    private static readonly string[] Starts =
        ["jan|ene|gen", "feb|fev|fév", "mar|mär|maa", "apr|abr|avr", "may|mai|mag|mei", "jun|juin|giu", "jul|juil|lug", "aug|ago|aoû|aou", "sep|set", "oct|okt|out|ott", "nov", "dec|dic|dez|déc"];

    public static IEnumerable<NamedDate> Of(string text)
    {
        foreach (Match match in Iso().Matches(text))
        {
            yield return new NamedDate(Read(match, 3), Read(match, 2), Read(match, 1), match.Value);
        }

        foreach (Match match in Digits().Matches(text))
        {
            if (!IsDate(match))
            {
                continue;
            }

            var (first, second, year) = (Read(match, "a"), Read(match, "b"), match.Groups["y"].Success ? Year(Read(match, "y")) : 0);
            yield return new NamedDate(first, second, year, match.Value);
            yield return new NamedDate(second, first, year, match.Value);
        }

        foreach (Match match in DayMonth().Matches(text))
        {
            yield return new NamedDate(Read(match, 1), MonthOf(match.Groups[2].Value), match.Groups[3].Success ? Read(match, 3) : 0, match.Value);
        }

        foreach (Match match in MonthDay().Matches(text))
        {
            yield return new NamedDate(Read(match, 2), MonthOf(match.Groups[1].Value), match.Groups[3].Success ? Read(match, 3) : 0, match.Value);
        }
    }

    public static string Remove(string text) => MonthDay().Replace(DayMonth().Replace(Digits().Replace(Iso().Replace(text, " "), match => IsDate(match) ? " " : match.Value), " "), " ");

    private static int MonthOf(string name)
    {
        // "juin" and "juillet" share a start with each other and with "jun" and "jul" only in three letters.
        var small = name.ToLowerInvariant();
        if (small.StartsWith("juil", StringComparison.Ordinal))
        {
            return 7;
        }

        return Array.FindIndex(Starts, starts => starts.Split('|').Any(start => small.StartsWith(start, StringComparison.Ordinal))) + 1;
    }

    private static int Read(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int Read(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool IsDate(Match match) => (Read(match, "a"), Read(match, "b")) is (>= 1 and <= 31, >= 1 and <= 12) or (>= 1 and <= 12, >= 1 and <= 31);

    private static int Year(int year) => year < 100 ? 2000 + year : year;

    [GeneratedRegex(@"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Iso();

    // A day and a month with dots are a date only where a German or Dutch sentence leads to one: 12.10. is a price elsewhere.
    [GeneratedRegex(@"(?<![\d.,/-])(?<a>\d{1,2})[./-](?<b>\d{1,2})[./-](?<y>\d{4}|\d{2})(?!\d)|(?<![\d.,/-])(?<a>\d{1,2})/(?<b>\d{1,2})(?![\d/])|(?<=\b(?:am|vom|zum|bis|den|dem|ab|op|tot)\s)(?<a>\d{1,2})\.(?<b>\d{1,2})\.", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<!\d)(\d{1,2})(?:\.|er|º|°|th|st|nd|rd|e)?\s+(?:de\s+|of\s+)?(" + MonthNames + @")\b(?:,?\s+(?:de\s+|del\s+)?(\d{4}))?", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DayMonth();

    [GeneratedRegex(@"\b(" + MonthNames + @")\s+(\d{1,2})(?:th|st|nd|rd)?\b(?:,?\s+(\d{4}))?", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex MonthDay();
}
