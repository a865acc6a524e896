using System.Text;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Files;

namespace AiDesk.Policy.Service.Tests.Records;

public sealed class FileRecordSinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-records").FullName;

    private string Current => Path.Combine(_folder, "records.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WriteAsync_FullFile_IsRotatedAndTheOldestDeleted()
    {
        await using (var sink = Sink(fileSize: 10, files: 2))
        {
            for (var index = 1; index <= 5; index++)
            {
                await sink.WriteAsync(Line($"line {index}"), CancellationToken.None);
            }
        }

        Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["records-000003.jsonl", "records-000004.jsonl", "records.jsonl"]);
        File.ReadAllText(Current).ShouldBe("line 5\n");
        await using (var again = Sink(fileSize: 10, files: 2))
        {
            await again.WriteAsync(Line("line 6"), CancellationToken.None);
        }

        File.ReadAllText(Path.Combine(_folder, "records-000005.jsonl")).ShouldBe("line 5\n");
    }

    [Fact]
    public async Task WriteAsync_AfterACrashInALine_ClosesItAndGoesOn()
    {
        await File.WriteAllTextAsync(Current, "{\"whole\":1}\n{\"half");
        await using (var sink = Sink())
        {
            await sink.WriteAsync(Line("{\"next\":1}"), CancellationToken.None);
        }

        (await File.ReadAllLinesAsync(Current)).ShouldBe(["{\"whole\":1}", "{\"half", "{\"next\":1}"]);
    }

    [Fact]
    public async Task WriteAsync_FolderThatCannotBeUsed_FailsAsIoAndRecovers()
    {
        var folder = Path.Combine(_folder, "taken");
        await File.WriteAllTextAsync(folder, "a file stands where the folder should be");
        await using var sink = new FileRecordSink(new FileRecordSinkOptions { Folder = folder });
        await Should.ThrowAsync<IOException>(async () => await sink.WriteAsync(Line("a"), CancellationToken.None));
        File.Delete(folder);

        await sink.WriteAsync(Line("b"), CancellationToken.None);

        (await ReadSharedAsync(Path.Combine(folder, "records.jsonl"))).ShouldBe("b\n");
    }

    private static async Task<string> ReadSharedAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private FileRecordSink Sink(long fileSize = 1_000_000, int files = 4) => new(new FileRecordSinkOptions { Folder = _folder, FileSize = fileSize, Files = files });

    private static RecordBatch Line(string text)
    {
        var batch = new RecordBatch();
        batch.Begin();
        Encoding.UTF8.GetBytes(text, batch.Bytes);
        batch.End(Guid.Empty);
        return batch;
    }
}
