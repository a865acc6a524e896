using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Policies;

namespace AiDesk.Policy.Service.Handlers;

internal readonly struct InputSteps : ICheckSteps<InputCheck>
{
    public static string Rpc => "CheckInput";

    public static CallContext ContextOf(in InputCheck check) => check.Context;

    public static InputCheck At(in InputCheck check, DateTimeOffset now) => check with { Context = check.Context with { Now = now } };

    public static void Inspect(PolicySnapshot snapshot, in InputCheck check, Evaluation work) => PolicyEngine.InspectInput(snapshot, check, work);

    public static void Decide(PolicySnapshot snapshot, in InputCheck check, Evaluation work) => PolicyEngine.DecideInput(snapshot, check, work);
}

internal readonly struct ToolCallSteps : ICheckSteps<ToolCallCheck>
{
    public static string Rpc => "CheckToolCall";

    public static CallContext ContextOf(in ToolCallCheck check) => check.Context;

    public static ToolCallCheck At(in ToolCallCheck check, DateTimeOffset now) => check with { Context = check.Context with { Now = now } };

    public static void Inspect(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work) => PolicyEngine.InspectToolCall(snapshot, check, work);

    public static void Decide(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work) => PolicyEngine.DecideToolCall(snapshot, check, work);
}

internal readonly struct ApprovalSteps : ICheckSteps<ToolCallCheck>
{
    public static string Rpc => "ResolveApproval";

    public static CallContext ContextOf(in ToolCallCheck check) => check.Context;

    public static ToolCallCheck At(in ToolCallCheck check, DateTimeOffset now) => ToolCallSteps.At(check, now);

    public static void Inspect(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work) => PolicyEngine.InspectApproval(snapshot, check, work);

    public static void Decide(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work) => PolicyEngine.DecideApproval(snapshot, check, work);
}

internal readonly struct ToolOutputSteps : ICheckSteps<ToolOutputCheck>
{
    public static string Rpc => "FilterToolOutput";

    public static CallContext ContextOf(in ToolOutputCheck check) => check.Context;

    public static ToolOutputCheck At(in ToolOutputCheck check, DateTimeOffset now) => check with { Context = check.Context with { Now = now } };

    public static void Inspect(PolicySnapshot snapshot, in ToolOutputCheck check, Evaluation work) => PolicyEngine.InspectToolOutput(snapshot, check, work);

    public static void Decide(PolicySnapshot snapshot, in ToolOutputCheck check, Evaluation work) => PolicyEngine.DecideToolOutput(snapshot, check, work);
}

internal readonly struct OutputSteps : ICheckSteps<OutputCheck>
{
    public static string Rpc => "CheckOutput";

    public static CallContext ContextOf(in OutputCheck check) => check.Context;

    public static OutputCheck At(in OutputCheck check, DateTimeOffset now) => check with { Context = check.Context with { Now = now } };

    public static void Inspect(PolicySnapshot snapshot, in OutputCheck check, Evaluation work) => PolicyEngine.InspectOutput(snapshot, check, work);

    public static void Decide(PolicySnapshot snapshot, in OutputCheck check, Evaluation work) => PolicyEngine.DecideOutput(snapshot, check, work);
}

internal readonly struct RateSteps : ICheckSteps<RateCheck>
{
    public static string Rpc => "ShouldRateLimit";

    public static CallContext ContextOf(in RateCheck check) => check.Context;

    public static RateCheck At(in RateCheck check, DateTimeOffset now) => check with { Context = check.Context with { Now = now } };

    public static void Inspect(PolicySnapshot snapshot, in RateCheck check, Evaluation work) => PolicyEngine.InspectRates(snapshot, check, work);

    public static void Decide(PolicySnapshot snapshot, in RateCheck check, Evaluation work) => PolicyEngine.DecideRates(snapshot, check, work);
}
