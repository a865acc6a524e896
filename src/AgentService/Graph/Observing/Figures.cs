using System.Globalization;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Graph.Observing;

/// <summary>Numbers, dates, times, references and links of a text. All regular expressions have a time limit; texts are bounded before.</summary>
internal static partial class Figures
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;
    private const int Limit = 1000;

    /// <summary>Numbers outside links, references, dates and times.</summary>
    public static IEnumerable<Figure> Numbers(string text)
    {
        foreach (Match match in NumberForm().Matches(Without(text)))
        {
            if (match.Groups["item"].Success || !TryRead(match.Groups["number"].Value, out var value, out var other))
            {
                continue;
            }

            var unit = match.Groups["before"].Success || match.Groups["currency"].Success ? FigureUnit.Currency
                : match.Groups["percent"].Success ? FigureUnit.Percent
                : match.Groups["time"].Success ? FigureUnit.Time : FigureUnit.None;
            yield return new Figure(value, other, match.Value.Trim(), unit);
        }
    }

    public static IEnumerable<string> Links(string text) => LinkForm().Matches(text).Select(match => match.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '"', '\''));

    public static IEnumerable<string> Ids(string text) => IdForm().Matches(LinkForm().Replace(text, " ")).Select(match => match.Value);

    public static IEnumerable<string> Times(string text) => TimeForm().Matches(text).Select(match => match.Groups[1].Value.TrimStart('0') + ":" + match.Groups[2].Value);

    /// <summary>Digits of references, as people repeat them.</summary>
    public static IEnumerable<decimal> DigitsOfIds(string text) => Ids(text)
        .SelectMany(id => DigitRun().Matches(id).Select(match => decimal.Parse(match.Value, NumberStyles.None, CultureInfo.InvariantCulture)));

    // What is read otherwise is taken out first, longest forms first.
    private static string Without(string text) => TimeForm().Replace(Dates.Remove(IdForm().Replace(LinkForm().Replace(text, " "), " ")), " ");

    private static bool TryRead(string digits, out decimal value, out decimal other)
    {
        var plain = digits.Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        var last = plain.LastIndexOfAny(['.', ',']);
        value = other = 0;
        if (plain.Length > 20)
        {
            return false;
        }

        if (last < 0)
        {
            var read = decimal.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out value);
            other = value;
            return read;
        }

        var whole = string.Concat(plain[..last].Where(char.IsAsciiDigit));
        var part = plain[(last + 1)..];
        if (!decimal.TryParse(whole + part, NumberStyles.None, CultureInfo.InvariantCulture, out var joined)
            || !decimal.TryParse(whole + "." + part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var broken))
        {
            return false;
        }

        (value, other) = part.Length == 3 ? (joined, broken) : (broken, broken);
        return true;
    }

    [GeneratedRegex(
        @"(?<item>(?<=^|\n)\s*\d{1,2}[.)]\s)|(?<before>[€$£]\s?|\b(?:EUR|USD|GBP)\s?)?(?<![\p{L}\d_])(?<number>\d{1,3}(?:[ \u00A0\u202F.,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)(?:\s?(?:(?<currency>€|\$|£|(?:EUR|USD|GBP)\b|(?:euros?|dollars?|pounds?|d[oó]lares|libras|livres|Dollar|Pfund|dollari|sterline|cents?|c[eé]ntimos|centimes|centesimi)\b)|(?<percent>%|(?:percent|per cent|por ciento|pour cent|Prozent|per cento|por cento|procent)\b)|(?<time>h\b|(?:hours?|days?|weeks?|months?|minutes?|years?|(?:business|working) days|horas?|d[ií]as?|semanas?|meses|mes|minutos?|a[ñn]os?|heures?|jours?|semaines?|mois|ans?|Stunden?|Tagen?|Wochen?|Monaten?|Minuten|Jahren?|Werktagen?|Arbeitstagen?|ore|ora|giorn[oi]|settiman[ae]|mes[ei]|minuti|ann[oi]|dias? [uú]teis|anos?|uur|uren|dag|dagen|werkdagen|weken|week|maanden?|minuten|jaar)\b)))?",
        Options | RegexOptions.IgnoreCase, Limit)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"(?:https?://|www\.)[^\s<>""]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|es|de|fr|it|pt|nl|net|org|io|eu|co|example|shop|store|info|app|dev|uk|me|be|at|ch)\b(?:/[^\s<>""]*)?", Options | RegexOptions.IgnoreCase, Limit)]
    private static partial Regex LinkForm();

    [GeneratedRegex(@"(?<![\w-])(?=[\w-]*\d)(?:(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)+|(?=\w*[A-Za-z]\w*)(?=\w*\d\w*)(?!\d+(?:h|kg|cm|mm|ml|GB|MB|er|ste|de|th|nd|rd|st|º|ª)\b)[A-Za-z0-9]{5,})(?![\w-])", Options, Limit)]
    private static partial Regex IdForm();

    [GeneratedRegex(@"(?<!\d)([01]?\d|2[0-3])(?::|h)([0-5]\d)(?!\d)", Options | RegexOptions.IgnoreCase, Limit)]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"\d{3,15}", Options | RegexOptions.NonBacktracking)]
    private static partial Regex DigitRun();
}
