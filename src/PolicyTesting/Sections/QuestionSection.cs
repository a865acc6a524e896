using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary>One entry of <c>questions:</c>. A step may write the same keys itself.</summary>
internal static class QuestionSection
{
    private static readonly PolicyKey<InputQuestion> Input = new("input", InputQuestionSection.Shape, "CheckInput.");
    private static readonly PolicyKey<ToolCallQuestion> ToolCall = new("tool_call", ToolCallQuestionSection.Shape, "CheckToolCall.");
    private static readonly PolicyKey<ToolOutputQuestion> ToolOutput = new("tool_output", ToolOutputQuestionSection.Shape, "FilterToolOutput.");
    private static readonly PolicyKey<OutputQuestion> Output = new("output", OutputQuestionSection.Shape, "CheckOutput.");

    public static IReadOnlyList<PolicyKey> Keys { get; } = [Input, ToolCall, ToolOutput, Output];

    public static RecordShape<Question> Shape { get; } = new(
        "questions.*",
        "Something to ask the policy: exactly one of these.",
        Keys,
        Read,
        isWhole: true);

    /// <summary>The question that the record writes; null when it writes none, several or a wrong one, which is then reported.</summary>
    public static Question? Read(RecordReader record)
    {
        if (Keys.Count(record.Has) != 1)
        {
            record.Reading.Fault(record.Map, $"must have one of {string.Join(", ", Keys.Select(key => key.Name))}");
            return null;
        }

        return record.TryGet(Input, out var input) ? input
            : record.TryGet(ToolCall, out var call) ? call
            : record.TryGet(ToolOutput, out var given) ? given
            : record.TryGet(Output, out var output) ? output : null;
    }
}
