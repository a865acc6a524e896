namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Collects the blocks of a document under its headings, whatever it is written in.</summary>
internal sealed class BlockCollector
{
    private const int Levels = 6;

    /// <summary>Of a heading, in characters: what is longer is cut.</summary>
    private const int HeadingLimit = 200;

    private readonly string[] _headings = new string[Levels];
    private readonly List<TextBlock> _blocks = [];
    private string _title = "";
    private string _path = "";

    /// <param name="level">1 to 6.</param>
    /// <param name="text">What it says.</param>
    public void Heading(int level, string text)
    {
        var clean = VisibleText.Cut(VisibleText.Normalise(text).Replace('\n', ' '), HeadingLimit);
        if (clean.Length == 0)
        {
            return;
        }

        _title = _title.Length == 0 ? clean : _title;
        Array.Clear(_headings, level - 1, Levels - level + 1);
        _headings[level - 1] = clean;
        _path = string.Join(" > ", _headings.Where(heading => heading is { Length: > 0 }));
    }

    public void Block(string text)
    {
        var clean = VisibleText.Normalise(text);
        if (clean.Length > 0)
        {
            _blocks.Add(new TextBlock(_path, clean));
        }
    }

    /// <param name="title">For a document without a heading.</param>
    public DocumentText Take(string title = "") => new(_title.Length > 0 ? _title : VisibleText.Cut(VisibleText.Normalise(title).Replace('\n', ' '), HeadingLimit), _blocks);
}
