using System.Text;

namespace AiDesk.Agent.Knowledge.Reading;

/// <summary>Collects the blocks of a document under its headings, whatever it is written in.</summary>
internal sealed class BlockCollector
{
    private const int Levels = 6;
    private const int TitleLimit = 200;

    private readonly string[] _headings = new string[Levels];
    private readonly List<TextBlock> _blocks = [];
    private string _title = "";

    /// <param name="level">1 to 6.</param>
    /// <param name="text">What it says.</param>
    public void Heading(int level, string text)
    {
        var clean = Normalise(text);
        if (clean.Length == 0)
        {
            return;
        }

        if (_title.Length == 0)
        {
            _title = clean[..Math.Min(clean.Length, TitleLimit)];
        }

        Array.Clear(_headings, level - 1, Levels - level + 1);
        _headings[level - 1] = clean;
    }

    public void Block(string text)
    {
        var clean = Normalise(text);
        if (clean.Length > 0)
        {
            _blocks.Add(new TextBlock(string.Join(" > ", _headings.Where(heading => heading is { Length: > 0 })), clean));
        }
    }

    public DocumentText Take() => new(_title, _blocks);

    /// <summary>NFC, one space between words, at most one empty line, no control characters: what is drawn alike is stored alike.</summary>
    public static string Normalise(string text)
    {
        var made = new StringBuilder(text.Length);
        foreach (var line in text.Normalize(NormalizationForm.FormC).ReplaceLineEndings("\n").Split('\n'))
        {
            var words = string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Clean).Where(word => word.Length > 0));
            if (words.Length > 0)
            {
                made.Append(made.Length > 0 ? "\n" : "").Append(words);
            }
        }

        return made.ToString();
    }

    private static string Clean(string word) => word.Any(char.IsControl) ? new string([.. word.Where(letter => !char.IsControl(letter))]) : word;
}
