namespace AiDesk.Agent.Runs;

/// <summary>A call that policy holds for people, or wants looked at afterwards.</summary>
/// <param name="CallId">The model's id of it.</param>
/// <param name="Tool">The tool.</param>
/// <param name="CanonicalArguments">As policy gave them back.</param>
/// <param name="DecisionId">What ResolveApproval is asked with.</param>
/// <param name="ApprovalType">standard or executive_escalation.</param>
/// <param name="ApprovalsNeeded">1 to 10.</param>
/// <param name="Risk">low, medium, high or critical.</param>
/// <param name="Reason">Policy's.</param>
/// <param name="Findings">Codes.</param>
/// <param name="ExpiresAt">When policy lets it lapse; null for a review.</param>
internal sealed record HeldToolCall(
    string CallId, string Tool, string CanonicalArguments, Guid DecisionId, string ApprovalType, int ApprovalsNeeded, string Risk, string Reason,
    IReadOnlyList<string> Findings, DateTimeOffset? ExpiresAt);
