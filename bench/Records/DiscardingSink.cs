using AiDesk.Policy.Service.Records;

namespace AiDesk.Bench.Records;

/// <summary>Takes everything at once.</summary>
internal sealed class DiscardingSink : IRecordSink
{
    public ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IReadOnlySet<Guid>> FindAsync(IReadOnlySet<Guid> ids, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlySet<Guid>>(new HashSet<Guid>());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
