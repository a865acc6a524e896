using AiDesk.Policy.Policies.Shapes;
using AiDesk.Policy.Risk;
using AiDesk.Policy.Testing.Files;

namespace AiDesk.Policy.Testing.Sections;

/// <summary><c>tool_call:</c> of a question: CheckToolCall.</summary>
internal static class ToolCallQuestionSection
{
    private static readonly PolicyKey<string> Tool = new("tool", Texts.ToolName, "The tool; one that the policy does not have is a question too.") { Required = true, Default = "" };
    private static readonly PolicyKey<string> Arguments = new("arguments", new JsonShape(), "The arguments, as YAML.") { Default = "", DefaultText = "an empty object" };
    private static readonly PolicyKey<string> Raw = new("raw_arguments", FixtureTexts.Raw, "The arguments as the very text that came: for what is no JSON.") { Default = "" };
    private static readonly PolicyKey<RiskLevel> Risk = new("declared_risk", Choice.Of(RiskLevel.None), "The risk that the model declares.") { DefaultText = "none" };
    private static readonly PolicyKey<IReadOnlyList<Named<Quantity>>> Cost = new("cost", CostSection.Shape, "The caller's estimate of what it costs.") { Default = [], DefaultText = "the policy's" };
    private static readonly PolicyKey<string> Subject = new("subject", FixtureTexts.Field, "What the action is about, for a tool whose arguments do not say.") { Default = "", DefaultText = "none" };
    private static readonly PolicyKey<string> CallId = new("call_id", FixtureTexts.Name, "The call's id; the same id again is the same call.") { Default = "", DefaultText = "a new one each time" };

    public static RecordShape<ToolCallQuestion> Shape { get; } = new(
        "questions.*.tool_call",
        "May this tool run, with these arguments, now?",
        [Tool, Arguments, Raw, Risk, Cost, Subject, CallId],
        Read,
        isWhole: true);

    private static ToolCallQuestion Read(RecordReader call)
    {
        if (call.Has(Arguments) && call.Has(Raw))
        {
            call.Fault(Raw, "stands beside arguments; a call has one of the two");
        }

        return new ToolCallQuestion
        {
            Tool = call.Get(Tool),
            Arguments = call.Has(Raw) ? call.Get(Raw) : call.Get(Arguments),
            DeclaredRisk = call.Get(Risk),
            Cost = CostSection.Read(call, Cost),
            Subject = call.Get(Subject),
            CallId = call.Get(CallId),
        };
    }
}
