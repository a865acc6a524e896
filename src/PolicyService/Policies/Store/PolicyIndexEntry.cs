namespace AiDesk.Policy.Service.Policies.Store;

/// <summary>How a version came into force.</summary>
internal enum PolicyOrigin : byte
{
    None,
    Put,
    Rollback,

    /// <summary>It was in the folder when the first version was put: kept, so that there is a way back.</summary>
    Files,
}

/// <summary>One line of a tenant's index: which version came into force, when, by whom and why. The newest is in force.</summary>
internal sealed record PolicyIndexEntry
{
    /// <summary>From 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>16 hex digits.</summary>
    public required string Version { get; init; }

    public required PolicyOrigin Origin { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary><c>sub</c> of who did it.</summary>
    public required string Author { get; init; }

    /// <summary>Why; empty when nothing was said.</summary>
    public string Note { get; init; } = "";

    /// <summary>The SHA-256 (hex) of each document's text by its path: the tenant's own, and the bases of that time.</summary>
    public required IReadOnlyDictionary<string, string> Documents { get; init; }
}

/// <summary>The store cannot be read or written, or holds what it did not write.</summary>
internal sealed class PolicyStoreException(string message, Exception? inner = null) : Exception(message, inner);
