using AiDesk.Agent.Graph.Steps;
using AiDesk.Policy.V1;

namespace AiDesk.Agent.Graph;

/// <summary>How runs end without a reply.</summary>
internal static class Endings
{
    /// <summary>A person takes over, and the customer is told so in their language.</summary>
    public static RunEnded HandOver(GraphState state, string outcome) => new(outcome, HandOverTexts.For(state.Language), TakesOver: true);

    /// <summary>
    /// Policy did not let the message in. The customer reads policy's own sentence; a person takes over only where policy says so, or nobody could be
    /// told anything: who floods a desk must not flood its people.
    /// </summary>
    public static RunEnded Denied(GraphState state, Decision decision)
    {
        var outcome = decision.Reason == Reason.PromptInjection ? RunOutcomes.Injection : Policy.PolicyWords.Of(decision.Reason).ToLowerInvariant();
        var text = decision.UserMessage?.Text ?? "";
        var handsOver = decision.Verdict != Verdict.Deny || decision.Obligations.Contains(Obligation.TransferToHuman) || text.Length == 0;
        return handsOver ? HandOver(state, outcome) : new RunEnded(outcome, text, TakesOver: false);
    }
}
