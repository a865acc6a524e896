namespace AiDesk.Policy.Text;

/// <summary>Words and phrases, compiled for one pass over folded text.</summary>
public sealed partial class WordList
{
    public static WordList Empty { get; } = new();
}
