using System.Text;
using AiDesk.Policy.Service.Records;

namespace AiDesk.Policy.Service.Tests.Records;

/// <summary>Keeps lines in memory; a test can hold it shut or have it fail.</summary>
internal sealed class GatedSink : IRecordSink
{
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _gate = Opened();

    public int FailuresLeft { get; set; }

    /// <summary>Done when the writer has called for the first time.</summary>
    public Task Entered => _entered.Task;

    public string[] Lines => _text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Shut() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _gate.TrySetResult();

    public async ValueTask WriteAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        _entered.TrySetResult();
        await _gate.Task.WaitAsync(cancellationToken);
        if (FailuresLeft > 0)
        {
            FailuresLeft--;
            throw new IOException("no space left");
        }

        _text.Append(Encoding.UTF8.GetString(batch.Lines.Span));
    }

    public ValueTask<IReadOnlySet<Guid>> FindAsync(IReadOnlySet<Guid> ids, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlySet<Guid>>(Lines.Select(line => RecordedId.Of(line) ?? Guid.Empty).Where(ids.Contains).ToHashSet());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}
