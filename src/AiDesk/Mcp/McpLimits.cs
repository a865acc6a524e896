namespace AiDesk.CommandLine.Mcp;

/// <summary>What the gateway takes from either side. docs/mcp.md states each.</summary>
internal static class McpLimits
{
    /// <summary>Bytes of one message, from the client or the server; the session ends with a longer one.</summary>
    public const int MessageBytes = 16 * 1024 * 1024;

    /// <summary>Tools of one server; with more nothing is listed.</summary>
    public const int Tools = 500;

    /// <summary>Pages of a server's list of tools; with more nothing is listed.</summary>
    public const int Pages = 100;

    /// <summary>Characters of a tool's name, of A-Z, a-z, 0-9 and _ . - / only.</summary>
    public const int NameLength = 128;

    /// <summary>Characters of a tool's description; a tool with a longer one is refused.</summary>
    public const int DescriptionLength = 8_192;

    /// <summary>Bytes of what is pinned of a tool; one with more is refused.</summary>
    public const int DefinitionBytes = 64 * 1024;

    /// <summary>Bytes of a call's arguments, as CheckToolCall takes them.</summary>
    public const int ArgumentBytes = 256 * 1024;

    /// <summary>Bytes of what of a result is judged, as FilterToolOutput takes it; a larger one is withheld.</summary>
    public const int ResultBytes = 1024 * 1024;

    /// <summary>Characters of a server's error that are judged.</summary>
    public const int ErrorLength = 64 * 1024;

    /// <summary>Calls that run at a time.</summary>
    public const int CallsInFlight = 32;

    /// <summary>Progress notifications of one call that are passed on.</summary>
    public const int ProgressOfCall = 1_000;

    /// <summary>Calls of one server that may wait for people.</summary>
    public const int HeldCalls = 1_000;

    /// <summary>Bytes of a file that the gateway reads: pins, held calls.</summary>
    public const int FileBytes = 64 * 1024 * 1024;

    /// <summary>Characters of a server's log message that are shown.</summary>
    public const int LogLength = 2_000;

    /// <summary>How long a server may take to start and to introduce itself: npx may have to fetch it first.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromMinutes(2);

    /// <summary>How long a server may take to list its tools, all pages together.</summary>
    public static readonly TimeSpan List = TimeSpan.FromSeconds(30);

    /// <summary>How long a server may take to end once its input is closed; then it is killed with its children.</summary>
    public static readonly TimeSpan Stop = TimeSpan.FromSeconds(5);

    /// <summary>How long answers may take to leave once the server has ended.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
}
