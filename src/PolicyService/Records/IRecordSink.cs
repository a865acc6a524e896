namespace AiDesk.Policy.Service.Records;

/// <summary>
/// Where records go. Called by one writer at a time. A call that throws <see cref="IOException"/> is repeated, with what <see cref="FindAsync"/> says is not
/// there yet: so every record arrives once.
/// </summary>
internal interface IRecordSink : IAsyncDisposable
{
    /// <summary>Takes a batch over. What comes back is kept, also when the process dies.</summary>
    ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken);

    /// <summary>Which of these it has already: asked at the start about what the journal still holds, and after a failure. A sink that knows records by their id itself answers none.</summary>
    ValueTask<IReadOnlySet<Guid>> FindAsync(IReadOnlySet<Guid> ids, CancellationToken cancellationToken);
}
