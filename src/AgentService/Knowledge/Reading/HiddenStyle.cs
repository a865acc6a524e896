using System.Globalization;
using System.Text.RegularExpressions;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Whether a style attribute takes an element from sight: not drawn, without size, transparent, or far off the page.</summary>
internal static partial class HiddenStyle
{
    /// <summary>A place or indent below this, in whatever unit, is off the page.</summary>
    private const double FarOff = -200;

    public static bool Hides(string style)
    {
        // An escape in a style attribute has no honest use that we would lose text by.
        if (style.Contains('\\', StringComparison.Ordinal))
        {
            return true;
        }

        var rules = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in Comment().Replace(style, "").ToLowerInvariant().Split(';'))
        {
            if (rule.Split(':', 2) is [var name, var value])
            {
                rules[name.Trim()] = value.Replace("!important", "", StringComparison.Ordinal).Trim();
            }
        }

        return rules.Any(rule => Hides(rule.Key, rule.Value)) || IsClippedAway(rules);
    }

    private static bool Hides(string name, string value) => name switch
    {
        "display" => value == "none",
        "visibility" => value is "hidden" or "collapse",
        "content-visibility" => value == "hidden",
        "opacity" => Number(value) is <= 0.05,
        "font-size" => Number(value) is <= 0.1 || value is "1px" or "1pt",
        "font" => value.Split(' ', '/').Any(word => word is "0" or "0px" or "0pt" or "0em" or "1px"),
        "color" => value == "transparent" || (value.StartsWith("rgba(", StringComparison.Ordinal) && value.TrimEnd(')', ' ').EndsWith(",0", StringComparison.Ordinal)),
        "left" or "right" or "top" or "bottom" or "text-indent" or "margin-left" or "margin-top" or "margin-right" or "inset" => Number(value) is <= FarOff,
        "transform" => value.Contains("scale(0)", StringComparison.Ordinal) || (value.StartsWith("translate", StringComparison.Ordinal) && Number(value[(value.IndexOf('(', StringComparison.Ordinal) + 1)..]) is <= FarOff),
        "clip" => value.StartsWith("rect(0", StringComparison.Ordinal) || value.StartsWith("rect(1px", StringComparison.Ordinal),
        "clip-path" => value is "inset(50%)" or "inset(100%)" || value.StartsWith("circle(0", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsClippedAway(Dictionary<string, string> rules) =>
        (rules.GetValueOrDefault("overflow") ?? rules.GetValueOrDefault("overflow-y") ?? rules.GetValueOrDefault("overflow-x")) is "hidden" or "clip"
        && rules.Any(rule => rule.Key is "width" or "height" or "max-width" or "max-height" && Number(rule.Value) is <= 1);

    /// <summary>The number that a value begins with; null when there is none.</summary>
    private static double? Number(string value) =>
        Digits().Match(value) is { Success: true } found && double.TryParse(found.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"/\*.*?(\*/|\z)", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\A\s*[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
