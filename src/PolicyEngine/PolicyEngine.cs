using AiDesk.Policy.Checks;
using AiDesk.Policy.Policies;

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
    public static void InspectInput(PolicySnapshot snapshot, in InputCheck check, Evaluation work) => InputInspector.Inspect(snapshot, check, work);

    public static void DecideInput(PolicySnapshot snapshot, in InputCheck check, Evaluation work) => InputDecider.Decide(snapshot, check, work);

    public static void InspectOutput(PolicySnapshot snapshot, in OutputCheck check, Evaluation work) => OutputInspector.Inspect(snapshot, check, work);

    public static void DecideOutput(PolicySnapshot snapshot, in OutputCheck check, Evaluation work) => OutputDecider.Decide(snapshot, check, work);
}
