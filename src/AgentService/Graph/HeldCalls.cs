using AiDesk.Agent.Graph.Steps;
using AiDesk.Agent.Policy;
using AiDesk.Agent.Runs;
using AiDesk.Policy.V1;

namespace AiDesk.Agent.Graph;

/// <summary>Held calls as they are stored with the steps, and as people's queue takes them.</summary>
internal static class HeldCalls
{
    // The wire does not say how many; this is the policy's default, and ResolveApproval tells how many are missing after the first word.
    private const int EscalationApprovals = 2;

    public static HeldCallBody Of(CheckToolCallResponse response)
    {
        var escalated = response.Decision.Verdict == Verdict.Escalate;
        return new HeldCallBody(
            Guid.Parse(response.Decision.DecisionId), escalated ? "executive_escalation" : "standard", escalated ? EscalationApprovals : 1, PolicyWords.Of(response.Risk),
            PolicyWords.Of(response.Decision.Reason), response.Decision.Codes(), response.ApprovalExpiry?.ToDateTimeOffset());
    }

    public static HeldToolCall Of(string callId, string tool, string canonicalArguments, HeldCallBody held) =>
        new(callId, tool, canonicalArguments, held.DecisionId, held.ApprovalType, held.ApprovalsNeeded, held.Risk, held.Reason, held.Findings, held.ExpiresAt);
}
