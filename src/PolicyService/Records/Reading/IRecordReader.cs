namespace AiDesk.Policy.Service.Records.Reading;

/// <summary>Answers questions about what was recorded: one tenant's, newest first, a page at a time.</summary>
internal interface IRecordReader
{
    /// <summary>
    /// Throws <see cref="InvalidPageTokenException"/> for a page token that is none of this reader's or belongs to another query, and <see cref="IOException"/> when the records
    /// cannot be read now.
    /// </summary>
    ValueTask<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken);
}

/// <summary>The page token is not one that this query gave.</summary>
internal sealed class InvalidPageTokenException() : Exception("the page token does not belong to this query");
