namespace AiDesk.Policy.Policies.Documents;

/// <summary>What a document may be at most; a larger one is refused before it costs anything.</summary>
internal static class DocumentLimits
{
    /// <summary>UTF-16 units of one document (and bytes of one file, for the service).</summary>
    public const int Characters = 1 << 20;

    /// <summary>Maps and lists within each other.</summary>
    public const int Depth = 32;

    /// <summary>Keys and values of one document.</summary>
    public const int Nodes = 100_000;

    /// <summary>Errors that are kept of one tenant's policy.</summary>
    public const int Errors = 1000;

    /// <summary>Documents in a row of <c>extends:</c>.</summary>
    public const int Chain = 8;
}
