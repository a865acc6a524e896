using Markdig;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Markdown, as the page that it is drawn as: markup in it goes through the reader of pages, which leaves out comments and what is hidden.</summary>
internal static class MarkdownReader
{
    /// <summary>Most opening brackets: links that are never closed take time by their square.</summary>
    private const int BracketLimit = 10_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseYamlFrontMatter().Build();

    /// <summary>Throws <see cref="FormatException"/> for one that nests too deeply.</summary>
    public static DocumentText Read(string text)
    {
        if (text.AsSpan().Count('[') > BracketLimit)
        {
            throw new FormatException("has more than 10,000 links");
        }

        try
        {
            return HtmlReader.Read(Markdown.ToHtml(text, Pipeline));
        }
        catch (ArgumentException)
        {
            // How the Markdown parser says that its depth limit is exceeded.
            throw new FormatException("is nested too deeply");
        }
    }
}
