using AiDesk.Agent.Runs;
using AiDesk.Policy.V1;

namespace AiDesk.Agent.Policy;

/// <summary>What the graph asks of a decision.</summary>
internal static class Decisions
{
    /// <summary>The work may go on now.</summary>
    public static bool GoesOn(this Decision decision) => decision.Verdict is Verdict.Allow or Verdict.AllowPostReview;

    /// <summary>People decide first.</summary>
    public static bool IsHeld(this Decision decision) => decision.Verdict is Verdict.RequireApproval or Verdict.Escalate;

    public static bool HandsOver(this Decision decision) => decision.Obligations.Contains(Obligation.TransferToHuman);

    public static bool AsksForReview(this Decision decision) => decision.Verdict == Verdict.AllowPostReview || decision.Obligations.Contains(Obligation.PostReview);

    public static IReadOnlyList<string> Codes(this Decision decision) => [.. decision.Findings.Select(finding => finding.Code).Distinct(StringComparer.Ordinal)];

    /// <summary>For the run's audit trail.</summary>
    public static DecisionNote Note(this Decision decision, string rpc, string node, string tool = "") => new(
        Guid.Parse(decision.DecisionId), rpc, node, PolicyWords.Of(decision.Verdict), PolicyWords.Of(decision.Reason), tool, decision.Degraded, decision.Codes(),
        decision.EvaluationTime.ToDateTimeOffset());
}
