using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

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
    private long _written;

    public string Fault { get; private set; } = "";

    public long Written => Volatile.Read(ref _written);

    /// <summary>Runs until the queue is closed and empty, or the token ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await queue.Lines.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_batch.WrittenCount < BatchSize && queue.Lines.TryRead(out var line))
            {
                Append(line);
                _taken.Add(line);
            }

            await WriteAsync(cancellationToken).ConfigureAwait(false);
            foreach (var line in _taken)
            {
                queue.Release(line.Size);
                queue.Return(line);
            }

            Interlocked.Add(ref _written, _taken.Count);
            _taken.Clear();
            _batch.ResetWrittenCount();
        }
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
            AppendText(line);
        }

        _batch.Write("}\n"u8);
    }

    private void AppendText(RecordBuffer line)
    {
        // UTF-8 of a text with half a surrogate pair holds a replacement character in its place: the hash is over that.
        var utf8 = line.Text is null ? line.Utf8.WrittenMemory : Encoding.UTF8.GetBytes(line.Text);
        _batch.Write(",\"text_hmac\":\""u8);
        _batch.Write(Encoding.ASCII.GetBytes(hash.Of(line.Tenant, utf8.Span)));
        _batch.Write("\",\"hmac_kid\":\""u8);
        _batch.Write(Encoding.ASCII.GetBytes(hash.KeyId));
        _batch.Write("\",\"text_bytes\":"u8);
        _batch.Write(Encoding.ASCII.GetBytes(utf8.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        if (!line.Capture)
        {
            return;
        }

        _batch.Write(",\"text\":\""u8);
        _batch.Write(JsonEncodedText.Encode(utf8.Span.IsEmpty ? "" : Encoding.UTF8.GetString(utf8.Span), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        _batch.Write("\""u8);
        if (IsLossy(line))
        {
            _batch.Write(",\"text_altered\":true"u8);
        }
    }

    /// <summary>The captured text is not the one that came: half a surrogate pair or broken UTF-8 was replaced.</summary>
    private static bool IsLossy(RecordBuffer line)
    {
        if (line.Text is null)
        {
            return !System.Text.Unicode.Utf8.IsValid(line.Utf8.WrittenSpan);
        }

        var rest = line.Text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done)
            {
                return true;
            }

            rest = rest[consumed..];
        }

        return false;
    }
}
