namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Plain text: paragraphs are what empty lines part.</summary>
internal static class PlainTextReader
{
    public static DocumentText Read(string text)
    {
        var blocks = new BlockCollector();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            blocks.Block(paragraph);
        }

        return blocks.Take();
    }
}
