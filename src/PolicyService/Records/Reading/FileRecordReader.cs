using System.Globalization;
using AiDesk.Policy.Service.Records.Files;

namespace AiDesk.Policy.Service.Records.Reading;

/// <summary>
/// Reads the JSON lines from their end. Newest first is here the order in which they were written, which is that of time but for what waited while the disk
/// was full. A page token is a place in the files, which stays when a file is full and gets its number.
/// </summary>
internal sealed class FileRecordReader(string folder) : IRecordReader
{
    private readonly RecordFolder _folder = new(folder);

    public async ValueTask<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        var begin = query.ReadToken();
        var found = new List<FoundRecord>();
        RecordPlace? newest = null;
        foreach (var (number, path) in _folder.Newest())
        {
            if (begin is { } token && number > token.First)
            {
                continue;
            }

            if (query.Behind is { } last && number < last.File)
            {
                break;
            }

            // What is in a file was decided before it was last written to: those before it are older still.
            if (query.From is { } from && File.GetLastWriteTimeUtc(path) < from.UtcDateTime)
            {
                break;
            }

            var upTo = begin is { } place && number == place.First && long.TryParse(place.Second, NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : long.MaxValue;
            await foreach (var (start, line) in BackwardLines.ReadAsync(path, upTo, cancellationToken).ConfigureAwait(false))
            {
                newest ??= new RecordPlace(number, start);
                if (query.Behind is { } behind && number == behind.File && start <= behind.Offset)
                {
                    return new RecordPage(found, "") { Newest = newest };
                }

                if (RecordMatch.Of(query, line) is not { } record)
                {
                    continue;
                }

                found.Add(record);
                if (found.Count == query.Count)
                {
                    return new RecordPage(found, query.TokenFor(number, start.ToString(CultureInfo.InvariantCulture))) { Newest = newest };
                }
            }
        }

        return new RecordPage(found, "") { Newest = newest };
    }
}
