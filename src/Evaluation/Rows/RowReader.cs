using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace AiDesk.Evaluation.Rows;

/// <summary>Reads a file of JSON lines. Every line comes back, as a row or as a fault; only the empty end after the last line feed is no line.</summary>
internal static class RowReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    public static bool HoldsRows(string file) =>
        file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".jsonl.gz", StringComparison.OrdinalIgnoreCase);

    public static async IAsyncEnumerable<RowOrFault> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = Open(file);
        var reader = PipeReader.Create(stream);
        var line = 0;
        while (true)
        {
            var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (TryTakeLine(ref buffer, read.IsCompleted, out var bytes))
            {
                line++;
                yield return RowParser.Parse(file, line, WithoutMark(bytes, line));
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                await reader.CompleteAsync().ConfigureAwait(false);
                yield break;
            }
        }
    }

    private static Stream Open(string file)
    {
        var stream = File.OpenRead(file);
        return file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out byte[] line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end).ToArray();
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        if (isLast && !buffer.IsEmpty)
        {
            line = buffer.ToArray();
            buffer = buffer.Slice(buffer.End);
            return true;
        }

        line = [];
        return false;
    }

    private static ReadOnlyMemory<byte> WithoutMark(byte[] bytes, int line) =>
        line == 1 && bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsMemory(ByteOrderMark.Length) : bytes;
}
