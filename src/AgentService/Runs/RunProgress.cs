namespace AiDesk.Agent.Runs;

/// <summary>What happened in the graph since the last write.</summary>
/// <param name="FirstOrdinal">Of the first step, from 1.</param>
/// <param name="Steps">In order.</param>
/// <param name="Decisions">Of the policy service.</param>
/// <param name="ModelCalls">Each after the CheckInput that allowed it.</param>
internal sealed record RunProgress(int FirstOrdinal, IReadOnlyList<RunStep> Steps, IReadOnlyList<DecisionNote> Decisions, IReadOnlyList<ModelCallNote> ModelCalls);

/// <param name="DecisionId">The policy service's.</param>
/// <param name="Rpc">As "CheckInput".</param>
/// <param name="Node">The node that asked.</param>
/// <param name="Verdict">As "allow".</param>
/// <param name="Reason">As "OK".</param>
/// <param name="Tool">Empty for none.</param>
/// <param name="IsDegraded">A check could not run.</param>
/// <param name="Findings">Codes.</param>
/// <param name="DecidedAt">By the policy service's clock.</param>
internal sealed record DecisionNote(
    Guid DecisionId, string Rpc, string Node, string Verdict, string Reason, string Tool, bool IsDegraded, IReadOnlyList<string> Findings, DateTimeOffset DecidedAt);

/// <param name="Ordinal">From 1, without gaps.</param>
/// <param name="Node">The node that called.</param>
/// <param name="DecisionId">The CheckInput that allowed it.</param>
/// <param name="Model">As the endpoint names it.</param>
/// <param name="InputTokens">As the model counts them; our estimate when it does not say.</param>
/// <param name="OutputTokens">The same.</param>
/// <param name="Outcome">ok, error, timeout or malformed.</param>
internal sealed record ModelCallNote(int Ordinal, string Node, Guid DecisionId, string Model, int InputTokens, int OutputTokens, string Outcome);
