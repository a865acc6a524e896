using System.Collections.Frozen;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>
/// Stops the parser of a page that leaves too many elements open: for each further tag it looks through all of them, so that a megabyte of them would take
/// minutes. Elements whose end the parser finds by itself (p, li, td) are not counted.
/// </summary>
internal sealed class MarkupLimit
{
    /// <summary>Most elements that are open at once. Pages that people write have some dozens.</summary>
    public const int Open = 1000;

    private static readonly FrozenSet<string> Uncounted = new[]
    {
        "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "rt", "rp", "html", "head", "body",
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "param",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Throws <see cref="FormatException"/>.</summary>
    public void See(HtmlToken token)
    {
        if (token.Type == HtmlTokenType.StartTag && !Uncounted.Contains(token.Name))
        {
            _open[token.Name] = _open.GetValueOrDefault(token.Name) + 1;
            if (++_count > Open)
            {
                throw new FormatException("has more than 1,000 elements open at once");
            }
        }
        else if (token.Type == HtmlTokenType.EndTag && _open.GetValueOrDefault(token.Name) is > 0 and var open)
        {
            _open[token.Name] = open - 1;
            _count--;
        }
    }
}
