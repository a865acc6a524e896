using System.Buffers;

namespace AiDesk.Policy.Service.Records;

/// <summary>
/// The one writer: takes what waits, hashes or captures the texts, and hands whole batches to the sink. A batch that the sink refuses is offered again until
/// it is taken: nothing is lost but by the end of the process.
/// </summary>
internal sealed class RecordWriter(RecordQueue queue, IRecordSink sink, InputHash hash, DecisionRecorderOptions options, TimeProvider clock)
{
    /// <summary>Size at which a batch is handed on, in bytes.</summary>
    private const int BatchSize = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _batch = new(BatchSize + (64 * 1024));
    private readonly List<RecordBuffer> _taken = [];
    private readonly RecordedText _text = new(hash);
    private long _written;

    public string Fault { get; private set; } = "";

    public long Written => Volatile.Read(ref _written);

    /// <summary>Runs until the queue is closed and empty, or the token ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await queue.Lines.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // A wait that is cancelled by the close does not throw: at a stop nothing is to be waited for.
            await Task.Delay(options.Linger, clock, queue.Closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (Take())
            {
                await WriteAsync(cancellationToken).ConfigureAwait(false);
                Done();
            }
        }
    }

    /// <summary>Fills the batch with what waits; false when nothing does.</summary>
    private bool Take()
    {
        while (_batch.WrittenCount < BatchSize && queue.Lines.TryRead(out var line))
        {
            Append(line);
            _taken.Add(line);
        }

        return _taken.Count > 0;
    }

    private void Done()
    {
        foreach (var line in _taken)
        {
            queue.Release(line.Size);
            queue.Return(line);
        }

        Interlocked.Add(ref _written, _taken.Count);
        _taken.Clear();
        _batch.ResetWrittenCount();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await sink.WriteAsync(_batch.WrittenMemory, cancellationToken).ConfigureAwait(false);
                Fault = "";
                return;
            }
            catch (IOException exception)
            {
                Fault = exception.Message;
                await Task.Delay(options.RetryAfter, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Append(RecordBuffer line)
    {
        _batch.Write(line.Written.Span);
        if (line.Text is not null || line.Utf8.WrittenCount > 0)
        {
            _text.AppendTo(_batch, line);
        }

        if (line.Arguments.WrittenCount > 0)
        {
            _text.AppendArgumentsTo(_batch, line);
        }

        _batch.Write("}\n"u8);
    }
}
