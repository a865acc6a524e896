namespace AiDesk.Policy.Service.Records.Reading;

/// <summary>One page, newest first.</summary>
/// <param name="Records">What was found.</param>
/// <param name="NextPageToken">For the next page; empty when there is none.</param>
internal sealed record RecordPage(IReadOnlyList<FoundRecord> Records, string NextPageToken)
{
    /// <summary>The newest place looked at, whatever was there; null when there was nothing, and from a reader that has no places.</summary>
    public RecordPlace? Newest { get; init; }
}

/// <summary>A place in a store that is read in the order in which it was written.</summary>
internal readonly record struct RecordPlace(long File, long Offset);

/// <summary>One record.</summary>
/// <param name="Id">Its own: of a decision the decision's.</param>
/// <param name="Time">The time in its id, to the millisecond.</param>
/// <param name="Json">The line of docs/records.md, UTF-8; members may stand in another order.</param>
internal sealed record FoundRecord(Guid Id, DateTimeOffset Time, ReadOnlyMemory<byte> Json);
