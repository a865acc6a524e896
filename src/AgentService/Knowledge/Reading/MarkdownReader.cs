using Markdig;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Markdown, as the page that it is drawn as: raw markup in it is text, not a way around the reader of pages.</summary>
internal static class MarkdownReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().DisableHtml().Build();

    public static DocumentText Read(string text) => HtmlReader.Read(Markdown.ToHtml(text, Pipeline));
}
