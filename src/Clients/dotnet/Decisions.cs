using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>What a decision means for the code that asked.</summary>
public static class Decisions
{
    /// <summary>The action may go on: ALLOW or ALLOW_POST_REVIEW, and nothing else, not an absent decision or a verdict that this version does not know either.</summary>
    public static bool IsAllowed(this Decision? decision) => decision?.Verdict is Verdict.Allow or Verdict.AllowPostReview;

    /// <summary>The action waits for a person: REQUIRE_APPROVAL or ESCALATE.</summary>
    public static bool IsHeld(this Decision? decision) => decision?.Verdict is Verdict.RequireApproval or Verdict.Escalate;

    /// <summary>What of a checked reply may be sent: all of <paramref name="text"/>, its redacted form, or nothing (null).</summary>
    public static string? Sendable(this CheckOutputResponse response, string text)
    {
        ArgumentNullException.ThrowIfNull(response);
        return !response.Decision.IsAllowed() ? null
            : response.Decision.Obligations.Contains(Obligation.Redact) ? response.RedactedText
            : text;
    }
}
