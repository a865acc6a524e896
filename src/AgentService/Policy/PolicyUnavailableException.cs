namespace AiDesk.Agent.Policy;

/// <summary>No decision was made: the service did not answer, or refused the question itself. Whatever waited for the decision does not happen.</summary>
internal sealed class PolicyUnavailableException(string rpc, Exception inner) : Exception($"{rpc} was not answered", inner);
