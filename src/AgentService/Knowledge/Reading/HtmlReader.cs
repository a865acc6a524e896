using System.Collections.Frozen;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>
/// A page: what a reader sees of it. Scripts, comments, navigation and whatever is hidden stay out, because a person who approved the page did not
/// see them and they would speak to the model. Goes through the page without recursion, in time that grows with its length.
/// </summary>
internal sealed class HtmlReader
{
    private static readonly FrozenSet<string> Blocks = new[]
    {
        "div", "section", "article", "main", "aside", "header", "hgroup", "ul", "ol", "menu", "li", "table", "tbody", "thead", "tfoot", "tr", "caption", "dl", "dt", "dd", "details", "summary", "dialog",
        "figure", "figcaption", "address", "p", "pre", "blockquote", "center", "fieldset", "legend", "form", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly BlockCollector _collected = new();
    private readonly StringBuilder _open = new();
    private int _preformatted;
    private int _rows;
    private int _headings;

    /// <summary>Throws <see cref="FormatException"/> for a page that leaves too many elements open.</summary>
    public static DocumentText Read(string html)
    {
        var limit = new MarkupLimit();
        var page = new HtmlParser(new HtmlParserOptions { OnToken = (token, _) => limit.See(token) }).ParseDocument(html);
        var reading = new HtmlReader();
        if (page.Body is { } body && HiddenMarkup.IsSeen(body))
        {
            reading.Walk(body);
        }

        return reading._collected.Take(page.Title ?? "");
    }

    private void Walk(INode body)
    {
        var path = new Stack<(INode Node, int Next)>([(body, 0)]);
        while (path.TryPop(out var place))
        {
            var (node, next) = place;
            if (next == node.ChildNodes.Length)
            {
                Leave(node.NodeName.ToLowerInvariant());
                continue;
            }

            path.Push((node, next + 1));
            var child = node.ChildNodes[next];
            if (child is IText text)
            {
                // Where the lines of the page's source end says nothing.
                _open.Append(_preformatted > 0 ? text.Data : text.Data.ReplaceLineEndings(" "));
            }
            else if (child is IElement element && HiddenMarkup.IsSeen(element))
            {
                Enter(element.LocalName);
                path.Push((element, 0));
            }
        }

        Flush();
    }

    private void Enter(string name)
    {
        Part(name);
        _preformatted += name == "pre" ? 1 : 0;
        _rows += name == "tr" ? 1 : 0;
        _headings += IsHeading(name) ? 1 : 0;
        _open.Append(name switch
        {
            "br" => "\n",
            "td" or "th" when _open.Length > 0 => " | ",
            _ => "",
        });
    }

    private void Leave(string name)
    {
        _headings -= IsHeading(name) ? 1 : 0;
        if (IsHeading(name) && _headings == 0)
        {
            _collected.Heading(name[1] - '0', _open.ToString());
            _open.Clear();
        }

        Part(name);
        _preformatted -= name == "pre" ? 1 : 0;
        _rows -= name == "tr" ? 1 : 0;
    }

    /// <summary>Blocks part the text; in a heading nothing does, and in a row of a table only what is more than a paragraph.</summary>
    private void Part(string name)
    {
        if (!Blocks.Contains(name))
        {
            return;
        }

        if (_headings > 0 || (_rows > 0 && name is "p" or "div"))
        {
            _open.Append(' ');
        }
        else
        {
            Flush();
        }
    }

    private void Flush()
    {
        _collected.Block(_open.ToString());
        _open.Clear();
    }

    private static bool IsHeading(string name) => name is ['h', >= '1' and <= '6'];
}
