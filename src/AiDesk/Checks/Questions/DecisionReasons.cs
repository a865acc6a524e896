using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Checks.Questions;

internal static class DecisionReasons
{
    /// <summary>Whether a finding of this reason denies, be it the decision's first reason or not, and even if only monitored.</summary>
    public static bool IsDeniedFor(this Decision decision, Reason reason) =>
        decision.Reason == reason || decision.Findings.Any(finding => finding.Reason == reason && finding.Severity == Verdict.Deny);
}
