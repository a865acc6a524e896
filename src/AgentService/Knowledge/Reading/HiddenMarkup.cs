using System.Collections.Frozen;
using AngleSharp.Dom;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>
/// Which elements of a page its readers do not see: what has no text of its own, navigation, and what markup or a style attribute hides. Style sheets are not read:
/// what only a class hides, or what is drawn in the colour of its ground, is taken for visible.
/// </summary>
internal static class HiddenMarkup
{
    private static readonly FrozenSet<string> Unseen = new[]
    {
        "SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "NOEMBED", "NOFRAMES", "HEAD", "TITLE", "META", "LINK", "NAV", "FOOTER", "IFRAME", "OBJECT", "EMBED", "SVG", "CANVAS", "AUDIO", "VIDEO", "PICTURE",
        "MAP", "INPUT", "BUTTON", "SELECT", "DATALIST", "TEXTAREA", "OPTION", "OPTGROUP", "PROGRESS", "METER", "PARAM",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsSeen(IElement element) =>
        !Unseen.Contains(element.LocalName)
        && !element.HasAttribute("hidden")
        && !string.Equals(element.GetAttribute("aria-hidden")?.Trim(), "true", StringComparison.OrdinalIgnoreCase)
        && (!string.Equals(element.LocalName, "dialog", StringComparison.OrdinalIgnoreCase) || element.HasAttribute("open"))
        && (element.GetAttribute("style") is not { } style || !HiddenStyle.Hides(style));
}
