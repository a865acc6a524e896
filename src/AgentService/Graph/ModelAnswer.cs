using AiDesk.Agent.Graph.Steps;

namespace AiDesk.Agent.Graph;

/// <param name="Text">Cleaned.</param>
/// <param name="Calls">As the model wrote them.</param>
/// <param name="OutputTokens">As the model counts; our estimate when it does not say.</param>
internal sealed record ModelAnswer(string Text, IReadOnlyList<ProposedCall> Calls, int OutputTokens);

/// <summary>What came of a call of the model: an answer, or the run's end.</summary>
internal sealed record ModelAsked(ModelAnswer? Answer, RunEnded? End);
