using AiDesk.Policy.V1;

namespace AiDesk.SystemFaults.Load;

/// <summary>What a decision was to its caller, for the table, and what it promises.</summary>
internal static class DecisionKind
{
    private const string DeniedForADependency = "denied: a dependency is down";
    private const string CountedLocally = "counted locally";

    public static string Of(Decision decision) =>
        decision.Reason == Reason.DependencyDown ? DeniedForADependency : decision.Degraded && decision.Verdict == Verdict.Allow ? CountedLocally : Answers.AsEver;

    /// <summary>Whatever is more than a plain ALLOW is on record.</summary>
    public static void Keep(Decision decision, Promised promised)
    {
        if (decision.Verdict != Verdict.Allow)
        {
            promised.Interventions.Enqueue(Guid.Parse(decision.DecisionId));
        }
    }
}
