namespace AiDesk.Agent.Approvals;

/// <summary>What an approval lets out.</summary>
/// <param name="Text">The text.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="IsEdited">It is not the draft.</param>
/// <param name="Distance">To the draft.</param>
/// <param name="Decision">Policy's on an edited text; null for the draft as it is, which has one.</param>
internal sealed record ApprovedText(string Text, string Hash, bool IsEdited, int Distance, Runs.DecisionNote? Decision)
{
    /// <summary>Policy lets it out and wants a person to look at it afterwards.</summary>
    public bool NeedsPostReview => Decision?.Verdict == "allow_post_review";
}
