namespace AiDesk.Policy.Service.Records;

/// <summary>Where the JSON lines are kept and how much of them.</summary>
internal sealed record FileRecordSinkOptions
{
    /// <summary>The folder; made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Size at which a new file is begun, in bytes: 64 MiB by default, 4 KiB and up.</summary>
    public long FileSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>Full files kept besides the current one: 16 by default, 1 and up. Older ones are deleted.</summary>
    public int Files { get; init; } = 16;
}
