using AiDesk.Policy.Service.Records.Files;
using AiDesk.Policy.Service.Records.Reading;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.Records.Retention;

/// <summary>
/// Deletes from the full files of JSON lines, each written anew beside itself and moved. The file that is being written is left alone but when
/// <paramref name="andCurrent"/> says that nobody writes it.
/// </summary>
internal sealed class FileRetention(string folder, bool andCurrent = false) : IRecordRetention
{
    private readonly RecordFolder _folder = new(folder);

    public async ValueTask<long> DeleteAsync(string tenant, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var query = new RecordQuery { Tenant = tenant, Before = before == DateTimeOffset.MaxValue ? null : before };
        var deleted = 0L;
        foreach (var (_, path) in _folder.Newest().Where(file => andCurrent || file.Path != _folder.Current).ToList())
        {
            deleted += await RewriteAsync(path, query, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private static async Task<long> RewriteAsync(string path, RecordQuery query, CancellationToken cancellationToken)
    {
        if (!await AnyAsync(path, query, cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        var written = File.GetLastWriteTimeUtc(path);
        var fresh = path + ".new";
        var deleted = 0L;
        await using (var file = PrivateFile.Open(fresh, FileMode.Create, FileAccess.Write))
        await using (var kept = new BufferedStream(file, 64 * 1024))
        {
            await foreach (var line in File.ReadLinesAsync(path, cancellationToken).ConfigureAwait(false))
            {
                var bytes = System.Text.Encoding.UTF8.GetBytes(line);
                if (IsMeant(query, bytes))
                {
                    deleted++;
                    continue;
                }

                await kept.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                kept.WriteByte((byte)'\n');
            }

            await kept.FlushAsync(cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        // Its time says until when there are decisions in it.
        File.SetLastWriteTimeUtc(fresh, written);
        File.Move(fresh, path, overwrite: true);
        return deleted;
    }

    private static async Task<bool> AnyAsync(string path, RecordQuery query, CancellationToken cancellationToken)
    {
        await foreach (var (_, line) in BackwardLines.ReadAsync(path, long.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (IsMeant(query, line))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMeant(RecordQuery query, ReadOnlyMemory<byte> line) =>
        RecordMatch.Of(query, line) is not null || RecordMatch.Of(query with { Kind = RecordKind.Events }, line) is not null;
}
