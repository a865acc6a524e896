using AiDesk.Policy.Service.Records.Journals;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// The one writer: takes what waits in the ring and in the journal, hashes or captures the texts, and hands whole batches to the sink. A batch that the sink
/// refuses is offered again until it is taken; what the sink has already, from before a crash or a failure, is left out.
/// </summary>
internal sealed class RecordWriter(RecordQueue queue, Journal journal, IRecordSink sink, InputHash hash, WakeUp wake, DecisionRecorderOptions options, TimeProvider clock, ILogger log)
{
    /// <summary>Size at which a batch is handed on, in bytes: reached only by what has waited. A transaction's price is shared by some thousand records then.</summary>
    public const int BatchSize = 2 * 1024 * 1024;

    private readonly RecordBatch _batch = new();
    private readonly RecordLine _line = new(hash);
    private readonly List<RecordBuffer> _taken = [];
    private HashSet<Guid> _known = [];
    private JournalPosition _at;
    private int _frames;
    private string _fault = "";
    private long _written;

    /// <summary>Why the sink failed last; empty while it does not.</summary>
    public string Fault => Volatile.Read(ref _fault);

    public long Written => Volatile.Read(ref _written);

    /// <summary>Runs until the queue is closed and what waits is written, or the token ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _at = journal.Delivered;
        await TryAsync(FindKnownAsync, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            wake.Arm();
            while (Take())
            {
                await TryAsync(HandOnAsync, cancellationToken).ConfigureAwait(false);
                Done();
            }

            if (queue.Closing.IsCancellationRequested)
            {
                return;
            }

            await wake.WaitAsync(cancellationToken).ConfigureAwait(false);

            // A wait that is cancelled by the close does not throw: at a stop nothing is to be waited for.
            await Task.Delay(options.Linger, clock, queue.Closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What an earlier process left in the journal may be in the sink: it died before it could note so.</summary>
    private async Task FindKnownAsync(CancellationToken cancellationToken)
    {
        var ids = new HashSet<Guid>();
        var at = _at;
        while (at.CompareTo(journal.Begun) < 0 && journal.TryRead(ref at, out var entry))
        {
            ids.Add(entry.Id);
        }

        _known = ids.Count == 0 ? [] : [.. await sink.FindAsync(ids, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>Fills the batch with what waits in ring and journal, in the order in which it was recorded; false when nothing does.</summary>
    private bool Take()
    {
        var behind = _at;
        var has = journal.TryRead(ref behind, out var entry);
        while (_batch.Size < BatchSize)
        {
            if (queue.Lines.TryPeek(out var line) && !(has && entry.Order < line.Order))
            {
                queue.Lines.TryRead(out _);
                _line.AppendTo(_batch, line);
                _taken.Add(line);
            }
            else if (has)
            {
                _at = behind;
                _frames++;
                if (!_known.Remove(entry.Id))
                {
                    _line.AppendTo(_batch, entry);
                }

                has = journal.TryRead(ref behind, out entry);
            }
            else
            {
                break;
            }
        }

        return _taken.Count > 0 || _frames > 0;
    }

    private async Task HandOnAsync(CancellationToken cancellationToken)
    {
        if (Fault.Length > 0 && _batch.Size > 0)
        {
            _batch.Remove(await sink.FindAsync(_batch.Entries.Select(entry => entry.Id).ToHashSet(), cancellationToken).ConfigureAwait(false));
        }

        if (_batch.Size > 0)
        {
            await sink.WriteAsync(_batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Done()
    {
        options.Reached?.Invoke("delivered");
        if (_frames > 0)
        {
            journal.Release(_at, _frames);
        }

        foreach (var line in _taken)
        {
            queue.Release(line.Size);
            queue.Return(line);
        }

        Interlocked.Add(ref _written, _taken.Count + _frames);
        _taken.Clear();
        _frames = 0;
        _batch.Clear();
    }

    private async Task TryAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await action(cancellationToken).ConfigureAwait(false);
                if (Fault.Length > 0)
                {
                    Volatile.Write(ref _fault, "");
                    log.SinkUp(journal.Waiting);
                }

                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Whatever it is: a writer that ends would let the journal fill for good.
                var problem = exception.Message.Length > 0 ? exception.Message : exception.GetType().Name;
                if (Fault.Length == 0)
                {
                    // Once for as long as it lasts.
                    log.SinkDown(problem);
                }

                Volatile.Write(ref _fault, problem);
            }

            await Task.Delay(options.RetryAfter, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
