namespace AiDesk.Policy.Service.Records.Journals;

/// <summary>Where the journal is and how much it may hold.</summary>
internal sealed record JournalOptions
{
    /// <summary>Longest frame: four parts of a record at their greatest, with what stands before them.</summary>
    public const int LongestFrame = 1024 * 1024;

    /// <summary>The folder; made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Size of a segment in bytes: 4 MiB by default, 64 KiB to 64 MiB, a multiple of 4096.</summary>
    public int SegmentSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most bytes of all segments: 256 MiB by default, at least two segments.</summary>
    public long Bytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>How often what was appended is forced to the disk, so that a power loss takes no more: 1 s by default.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Tests only: is told each named point that an append reaches. Null in production.</summary>
    public Action<string>? Reached { get; init; }

    public int Segments => (int)Math.Max(2, Bytes / SegmentSize);
}
