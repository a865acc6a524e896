using System.Collections.Frozen;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>
/// A page: what a reader sees of it. Scripts, styles, comments, navigation and whatever is hidden stay out, because a person who approved the page did not
/// see them and they would speak to the model.
/// </summary>
internal sealed class HtmlReader
{
    /// <summary>Deepest nesting that is followed; what lies deeper is taken as one text.</summary>
    private const int DepthLimit = 200;

    private static readonly FrozenSet<string> Unseen = new[] { "SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD", "NAV", "FOOTER", "IFRAME", "OBJECT", "SVG", "FORM", "BUTTON", "SELECT", "TEXTAREA" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Whole = new[] { "P", "LI", "TR", "PRE", "BLOCKQUOTE", "DT", "DD", "FIGCAPTION", "CAPTION", "SUMMARY" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Containers =
        new[] { "DIV", "SECTION", "ARTICLE", "MAIN", "ASIDE", "HEADER", "UL", "OL", "TABLE", "TBODY", "THEAD", "TFOOT", "DL", "DETAILS", "FIGURE", "BODY", "HTML", "ADDRESS", "P", "LI", "TR", "PRE", "BLOCKQUOTE", "DT", "DD", "HR", "H1", "H2", "H3", "H4", "H5", "H6" }.ToFrozenSet(StringComparer.Ordinal);

    private readonly HashSet<IElement> _holders;
    private readonly BlockCollector _blocks = new();

    private HtmlReader(HashSet<IElement> holders) => _holders = holders;

    public static DocumentText Read(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        var reading = new HtmlReader(HoldersOf(page));
        if (page.Body is { } body)
        {
            reading.Walk(body, 0);
        }

        var read = reading._blocks.Take();
        return read.Title.Length == 0 && BlockCollector.Normalise(page.Title ?? "") is { Length: > 0 } title ? read with { Title = title } : read;
    }

    /// <summary>Elements that have a block somewhere in them: found from the blocks upwards, each ancestor once.</summary>
    private static HashSet<IElement> HoldersOf(IDocument page)
    {
        var holders = new HashSet<IElement>();
        foreach (var block in page.All.Where(element => Containers.Contains(element.TagName)))
        {
            for (var above = block.ParentElement; above is not null && holders.Add(above); above = above.ParentElement)
            {
            }
        }

        return holders;
    }

    private void Walk(IElement element, int depth)
    {
        var loose = new StringBuilder();
        foreach (var child in element.ChildNodes)
        {
            if (child is not IElement inner)
            {
                loose.Append(child is IText ? child.TextContent : "");
            }
            else if (!IsSeen(inner))
            {
                continue;
            }
            else if (!Containers.Contains(inner.TagName) && !_holders.Contains(inner))
            {
                loose.Append(TextOf(inner, depth));
            }
            else
            {
                Flush(loose);
                Enter(inner, depth + 1);
            }
        }

        Flush(loose);
    }

    private void Enter(IElement element, int depth)
    {
        if (element.TagName is ['H', >= '1' and <= '6'])
        {
            _blocks.Heading(element.TagName[1] - '0', TextOf(element, depth));
        }
        else if (depth > DepthLimit || (Whole.Contains(element.TagName) && !element.Children.Any(child => Containers.Contains(child.TagName))))
        {
            _blocks.Block(element.TagName == "TR" ? string.Join(" | ", element.Children.Where(IsSeen).Select(cell => BlockCollector.Normalise(TextOf(cell, depth)).Replace('\n', ' '))) : TextOf(element, depth));
        }
        else
        {
            Walk(element, depth);
        }
    }

    private void Flush(StringBuilder loose)
    {
        _blocks.Block(loose.ToString());
        loose.Clear();
    }

    private static string TextOf(INode node, int depth) => node switch
    {
        IText => node.TextContent,
        IElement { TagName: "BR" } => "\n",
        IElement element when !IsSeen(element) => "",
        IElement when depth < DepthLimit => string.Concat(node.ChildNodes.Select(child => TextOf(child, depth + 1))),
        _ => "",
    };

    private static bool IsSeen(IElement element) =>
        !Unseen.Contains(element.TagName)
        && !element.HasAttribute("hidden")
        && element.GetAttribute("aria-hidden") != "true"
        && !IsHiddenBy(element.GetAttribute("style"));

    private static bool IsHiddenBy(string? style)
    {
        if (style is null)
        {
            return false;
        }

        var rules = string.Concat(style.Where(letter => !char.IsWhiteSpace(letter))).ToLowerInvariant();
        return rules.Contains("display:none", StringComparison.Ordinal) || rules.Contains("visibility:hidden", StringComparison.Ordinal) || rules.Contains("opacity:0;", StringComparison.Ordinal)
            || rules.EndsWith("opacity:0", StringComparison.Ordinal) || rules.Contains("font-size:0", StringComparison.Ordinal);
    }
}
