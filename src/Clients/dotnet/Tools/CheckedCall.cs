using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>What was decided of a tool call, and what lets it run.</summary>
/// <param name="Decision">The decision; null, as any verdict that is not an allowing one, lets nothing run.</param>
/// <param name="DecisionId">The decision that the outcome is told of.</param>
/// <param name="CanonicalArgumentsJson">The arguments to run with.</param>
/// <param name="DecisionToken">To be redeemed before the effect.</param>
/// <param name="Reservation">The budget held; null when none is.</param>
public sealed record CheckedCall(Decision? Decision, string DecisionId, string CanonicalArgumentsJson, string DecisionToken, Reservation? Reservation)
{
    public static CheckedCall Of(CheckToolCallResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new CheckedCall(answer.Decision, answer.Decision?.DecisionId ?? "", answer.CanonicalArgumentsJson, answer.DecisionToken, answer.Reservation);
    }

    /// <param name="answer">The answer to ResolveApproval.</param>
    /// <param name="decisionId">The decision that held the call.</param>
    public static CheckedCall Of(ResolveApprovalResponse answer, string decisionId)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new CheckedCall(answer.Decision, decisionId, answer.CanonicalArgumentsJson, answer.DecisionToken, answer.Reservation);
    }
}
