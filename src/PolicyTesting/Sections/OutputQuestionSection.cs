using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary><c>output:</c> of a question: CheckOutput.</summary>
internal static class OutputQuestionSection
{
    private static readonly PolicyKey<TestText> Text = new("text", new TestTextShape(), "The reply.") { Required = true };
    private static readonly PolicyKey<bool> ByHuman = new("by_human", new SwitchShape(), "A person wrote or edited it: it is checked all the same.") { DefaultText = "false" };

    public static RecordShape<OutputQuestion> Shape { get; } = new(
        "questions.*.output",
        "May this reply leave?",
        [Text, ByHuman],
        Read,
        isWhole: true);

    private static OutputQuestion? Read(RecordReader output)
    {
        var byHuman = output.Get(ByHuman);
        return output.TryGet(Text, out var text) ? new OutputQuestion { Text = text, WrittenByHuman = byHuman } : null;
    }
}
