using System.Text.Json.Nodes;
using AiDesk.Policy.Policies.Documents;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>A text: itself, one of the file's texts as <c>$name</c>, or one that is repeated.</summary>
internal sealed class TestTextShape : Shape<TestText>
{
    /// <summary>Most characters of a text, once it is repeated.</summary>
    public const int Longest = 100_000;

    private static readonly TextShape Words = new("a text of at most 100,000 characters", Longest, shortest: 0);
    private static readonly PolicyKey<string> Repeated = new("repeat", Words, "What is repeated.") { Required = true, Default = "" };
    private static readonly PolicyKey<int> Times = new("times", new WholeNumberShape(1, Longest), "How often.") { Required = true, Default = 1 };

    private static readonly RecordShape<TestText> Repetition = new(
        "texts.*",
        "A text that is another one many times over: for what is too long.",
        [Repeated, Times],
        Repeat,
        isWhole: true);

    public override string Label => "a text, $name for one of texts, or a map of repeat and times";

    public override RecordShape? Record => Repetition.Record;

    public override bool TryRead(PolicyNode node, PolicyReading reading, out TestText value)
    {
        if (node is MapNode)
        {
            return Repetition.TryRead(node, reading, out value);
        }

        var read = Words.TryRead(node, reading, out var text);
        value = read && IsReference(text) ? new TestText("", text[1..], node) : new TestText(text ?? "", "", node);
        return read;
    }

    public override JsonObject Schema(JsonObject definitions) =>
        new() { ["anyOf"] = new JsonArray(Words.Schema(definitions), Repetition.Schema(definitions)) };

    private static bool IsReference(string text) => text.Length > 1 && text[0] == '$' && char.IsLetter(text[1]) && FixtureTexts.IsName(text[1..]);

    private static TestText? Repeat(RecordReader text)
    {
        var words = text.Get(Repeated);
        var times = text.Get(Times);
        if ((long)words.Length * times > Longest)
        {
            text.Fault(Times, $"makes the text longer than {Longest} characters");
            return null;
        }

        return new TestText(string.Concat(Enumerable.Repeat(words, times)), "", text.Map);
    }
}
