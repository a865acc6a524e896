using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Text;

namespace AiDesk.Policy.Policies.Sections;

/// <summary>A list of words and phrases, compiled.</summary>
internal sealed class WordsShape : Shape<WordList>
{
    private static readonly TextShape Entry = new($"a word or phrase of at most {WordList.MaxEntryChars} characters", WordList.MaxEntryChars);
    private static readonly ListShape<string> List = new(Entry, "words or phrases", 0, WordList.MaxEntries);

    public override string Label => List.Label;

    public override bool TryRead(PolicyNode node, PolicyReading reading, out WordList value)
    {
        value = WordList.Empty;
        var before = reading.Errors.Count;
        if (!List.TryRead(node, reading, out var words) || reading.Errors.Count != before)
        {
            return false;
        }

        var compiled = reading.Texts.Words(words);
        foreach (var (index, problem) in compiled.Faults)
        {
            reading.Fault(((ListNode)node).Items[index], problem);
        }

        value = compiled.List;
        return compiled.Faults.IsEmpty;
    }

    public override JsonObject Schema(JsonObject definitions) => List.Schema(definitions);
}
