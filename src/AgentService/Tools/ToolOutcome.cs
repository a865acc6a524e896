namespace AiDesk.Agent.Tools;

/// <param name="Output">Raw JSON; empty when it failed.</param>
/// <param name="ErrorType">Empty when it did not.</param>
/// <param name="ErrorMessage">For the filter only.</param>
/// <param name="ErrorDetail">For the filter only.</param>
internal sealed record ToolOutcome(string Output, string ErrorType, string ErrorMessage, string ErrorDetail)
{
    public bool Failed => ErrorType.Length > 0;
}
