using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary><c>tool_output:</c> of a question: FilterToolOutput.</summary>
internal static class ToolOutputQuestionSection
{
    private static readonly PolicyKey<string> Type = new("type", FixtureTexts.Raw, "The error's type, as System.TimeoutException.") { Default = "", DefaultText = "unknown" };
    private static readonly PolicyKey<string> Message = new("message", FixtureTexts.Raw, "Its message.") { Default = "", DefaultText = "none" };
    private static readonly PolicyKey<string> Detail = new("detail", FixtureTexts.Raw, "A stack trace or a response's body.") { Default = "", DefaultText = "none" };

    private static readonly RecordShape<ToolFailure> Failure = new(
        "questions.*.tool_output.error",
        "How the tool failed.",
        [Type, Message, Detail],
        error => new ToolFailure(error.Get(Type), error.Get(Message), error.Get(Detail)),
        isWhole: true);

    private static readonly PolicyKey<string> Tool = new("tool", Texts.ToolName, "The tool.") { Required = true, Default = "" };
    private static readonly PolicyKey<string> Json = new("json", new JsonShape(), "What the tool gave, as YAML.") { Default = "" };
    private static readonly PolicyKey<string> Raw = new("raw", FixtureTexts.Raw, "What it gave as the very text: for what is no JSON.") { Default = "" };
    private static readonly PolicyKey<ToolFailure> Error = new("error", Failure, "How it failed.");

    public static RecordShape<ToolOutputQuestion> Shape { get; } = new(
        "questions.*.tool_output",
        "What of this output may the model see? Exactly one of json, raw and error.",
        [Tool, Json, Raw, Error],
        Read,
        isWhole: true);

    private static ToolOutputQuestion Read(RecordReader output)
    {
        if (new PolicyKey[] { Json, Raw, Error }.Count(output.Has) != 1)
        {
            output.Reading.Fault(output.Map, "must have one of json, raw and error");
        }

        return new ToolOutputQuestion
        {
            Tool = output.Get(Tool),
            Output = output.Has(Raw) ? output.Get(Raw) : output.Get(Json),
            Error = output.TryGet(Error, out var error) ? error : null,
        };
    }
}
