namespace AiDesk.Agent;

/// <summary>The desk cannot start; each problem is a sentence for the operator.</summary>
public sealed class AgentServiceStartException(IReadOnlyList<string> problems, Exception? cause = null) : Exception(string.Join('\n', problems), cause)
{
    public IReadOnlyList<string> Problems => problems;
}
