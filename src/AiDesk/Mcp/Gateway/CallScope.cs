using AiDesk.Policy.V1;

namespace AiDesk.CommandLine.Mcp.Gateway;

/// <summary>What the gateway says of every call of one connection. A call that waited for people keeps the session and the run that it was asked in.</summary>
/// <param name="SessionId">The end user's session.</param>
/// <param name="RunId">One for each connection of a client.</param>
/// <param name="Mode">Who acts.</param>
/// <param name="Level">Autopilot level asked for, 1 to 3; 0 takes the policy's.</param>
internal sealed record CallScope(string SessionId, string RunId, Mode Mode, int Level)
{
    public string UserId { get; init; } = "";

    public string Locale { get; init; } = "";

    public string Department { get; init; } = "";

    public CallContext ToContext() => new()
    {
        SessionId = SessionId,
        RunId = RunId,
        Mode = Mode,
        UserId = UserId,
        Locale = Locale,
        Department = Department,
        Channel = "mcp",
    };
}
