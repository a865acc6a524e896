namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>The policy service was asked and gave no answer to go by. The message is for the client; what exactly happened is on standard error.</summary>
internal sealed class PolicyFailure(string message, Exception cause) : Exception(message, cause);
