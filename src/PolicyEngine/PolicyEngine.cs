using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Output;
using AiDesk.Policy.Policies;
using AiDesk.Policy.Tools;

namespace AiDesk.Policy;

/// <summary>
/// The engine's front door. Each check is asked in two steps with one counter round trip between: Inspect finds what the text or the call itself shows
/// and plans the counter operations; Decide turns findings and readings into the verdict. Synchronous, pure, and without exceptions on any input.
/// <para>
/// The order is always: <see cref="Evaluation.Clear"/>, Inspect, the counter store on <see cref="Evaluation.Counters"/>, Decide. The answer is in the
/// evaluation.
/// </para>
/// </summary>
public static class PolicyEngine
{
    public static void InspectInput(PolicySnapshot snapshot, in InputCheck check, Evaluation work)
    {
        Begin(snapshot, work);
        InputInspector.Inspect(snapshot, check, work);
        End(work);
    }

    public static void DecideInput(PolicySnapshot snapshot, in InputCheck check, Evaluation work) => InputDecider.Decide(snapshot, check, work);

    public static void InspectOutput(PolicySnapshot snapshot, in OutputCheck check, Evaluation work)
    {
        Begin(snapshot, work);
        OutputInspector.Inspect(snapshot, check, work);
        End(work);
    }

    public static void DecideOutput(PolicySnapshot snapshot, in OutputCheck check, Evaluation work) => OutputDecider.Decide(snapshot, check, work);

    public static void InspectToolCall(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        Begin(snapshot, work);
        if (ToolCallInspector.Inspect(snapshot, check, work))
        {
            LimitPlanner.AddToolCall(snapshot, check, work.Tool!, work);
        }

        End(work);
    }

    public static void DecideToolCall(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work) => ToolCallDecider.Decide(snapshot, check, work);

    /// <summary>A held call that people have approved: what is asked again before it may run.</summary>
    public static void InspectApproval(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work)
    {
        Begin(snapshot, work);
        ApprovalInspector.Inspect(snapshot, check, work);
        End(work);
    }

    public static void DecideApproval(PolicySnapshot snapshot, in ToolCallCheck check, Evaluation work) => ApprovalDecider.Decide(snapshot, check, work);

    public static void InspectToolOutput(PolicySnapshot snapshot, in ToolOutputCheck check, Evaluation work)
    {
        Begin(snapshot, work);
        ToolOutputInspector.Inspect(snapshot, check, work);
        End(work);
    }

    public static void DecideToolOutput(PolicySnapshot snapshot, in ToolOutputCheck check, Evaluation work) => ToolOutputDecider.Decide(snapshot, check, work);

    /// <summary>Limits that a proxy asks for by name.</summary>
    public static void InspectRates(PolicySnapshot snapshot, in RateCheck check, Evaluation work)
    {
        Begin(snapshot, work);
        RateInspector.Inspect(snapshot, check, work);
        End(work);
    }

    public static void DecideRates(PolicySnapshot snapshot, in RateCheck check, Evaluation work) => RateInspector.Decide(snapshot, check, work);

    private static void Begin(PolicySnapshot snapshot, Evaluation work)
    {
        work.Counters.Tenant = snapshot.Tenant;
        LimitPlanner.AddKillSwitch(work);
    }

    /// <summary>What all of Inspect found is what the counters must not pass: nothing is reserved for a call that is denied already.</summary>
    private static void End(Evaluation work) => work.Counters.Severity = work.Findings.Severity;
}
