namespace AiDesk.Policy.Service.Records.Files;

/// <summary>Where the JSON lines are kept and how much of them.</summary>
internal sealed record FileRecordSinkOptions
{
    /// <summary>The folder; made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Size at which a new file is begun, in bytes: 64 MiB by default, 4 KiB and up.</summary>
    public long FileSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>Full files kept besides the current one: 16 by default, 1 and up. Older ones are deleted.</summary>
    public int Files { get; init; } = 16;

    /// <summary>How often what was written is forced to the disk: 1 s by default.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Tests only: is told when half of a batch is written. Null in production.</summary>
    public Action<string>? Reached { get; init; }
}
