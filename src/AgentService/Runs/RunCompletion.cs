namespace AiDesk.Agent.Runs;

/// <summary>A run that ends without a reply of the agent.</summary>
/// <param name="Outcome">Why, as "injection", "model_error", "tool_loop", "policy_unavailable", "no_reply", "blocked_output", "requested".</param>
/// <param name="HandOver">The localised sentence that the customer is shown, once per run; empty for nothing.</param>
/// <param name="Intent">Empty when the model did not say.</param>
/// <param name="TakesOver">It is a transfer: a person answers from now on. Otherwise the sentence is policy's word on the message, and nothing more.</param>
internal sealed record RunCompletion(string Outcome, string HandOver, string Intent, bool TakesOver = true);
