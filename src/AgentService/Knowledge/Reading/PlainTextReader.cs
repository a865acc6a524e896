namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Plain text: paragraphs are what empty lines part.</summary>
internal static class PlainTextReader
{
    public static DocumentText Read(string text)
    {
        var blocks = new BlockCollector();
        var paragraph = new System.Text.StringBuilder();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                blocks.Block(paragraph.ToString());
                paragraph.Clear();
            }
            else
            {
                paragraph.Append(line).Append('\n');
            }
        }

        blocks.Block(paragraph.ToString());
        return blocks.Take();
    }
}
