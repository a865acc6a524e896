namespace AiDesk.Policy.Service;

/// <summary>The service could not start; the message has one problem a line.</summary>
public sealed class PolicyServiceStartException(IReadOnlyList<string> problems, Exception? cause = null)
    : Exception(string.Join('\n', problems), cause)
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
