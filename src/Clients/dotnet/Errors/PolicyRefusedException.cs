using AiDesk.Policy.V1;

namespace AiDesk.Client;

/// <summary>There is a decision, and it does not let the action go on. Thrown where there is no answer to put a refusal into.</summary>
public sealed class PolicyRefusedException : Exception
{
    internal PolicyRefusedException(string what, Decision decision)
        : base($"{what} was refused: {decision.Verdict}, {decision.Reason} (decision {decision.DecisionId}).")
        => Decision = decision;

    public Decision Decision { get; }
}
