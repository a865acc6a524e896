using System.Runtime.CompilerServices;

namespace AiDesk.Policy.Service.Records.Reading;

/// <summary>The lines of a file from the last to the first, while it is being written to. A last line without line feed is not whole yet and is left out.</summary>
internal static class BackwardLines
{
    private const int ChunkSize = 256 * 1024;

    /// <param name="path">The file; none when it is gone.</param>
    /// <param name="upTo">Only lines that begin before this offset.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Where each line begins, and its bytes without the line feed.</returns>
    public static async IAsyncEnumerable<(long Start, ReadOnlyMemory<byte> Line)> ReadAsync(string path, long upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Open(path) is not { } file)
        {
            yield break;
        }

        await using (file.ConfigureAwait(false))
        {
            var end = Math.Min(upTo, file.Length);
            var tail = Array.Empty<byte>();
            var isWhole = false;
            while (end > 0)
            {
                var begin = Math.Max(0, end - ChunkSize);
                var chunk = new byte[end - begin + tail.Length];
                file.Position = begin;
                await file.ReadExactlyAsync(chunk.AsMemory(0, (int)(end - begin)), cancellationToken).ConfigureAwait(false);
                tail.CopyTo(chunk, (int)(end - begin));
                var rest = chunk.Length;
                for (var feed = chunk.AsSpan(0, rest).LastIndexOf((byte)'\n'); feed >= 0; feed = chunk.AsSpan(0, rest).LastIndexOf((byte)'\n'))
                {
                    if (isWhole && rest > feed + 1)
                    {
                        yield return (begin + feed + 1, chunk.AsMemory((feed + 1)..rest));
                    }

                    isWhole = true;
                    rest = feed;
                }

                tail = chunk[..rest];
                end = begin;
            }

            if (isWhole && tail.Length > 0)
            {
                yield return (0, tail);
            }
        }
    }

    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous });
        }
        catch (FileNotFoundException)
        {
            // It was deleted since it was listed.
            return null;
        }
    }
}
