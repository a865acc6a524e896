using System.Text;
using AiDesk.Policy.Service.Records.Journals;

namespace AiDesk.Policy.Service.Tests.Records;

public sealed class JournalTests : IDisposable
{
    private const int Segment = 64 * 1024;
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TryRead_ManySegments_AnswersAllInOrder()
    {
        await using var journal = Open();
        var expected = await FillAsync(journal, 500);

        Read(journal, journal.Delivered).Select(read => read.Line).ShouldBe(expected);
        journal.Waiting.ShouldBe(500);
    }

    [Fact]
    public async Task Open_AfterAProcessThatNeverDelivered_HasEverything()
    {
        string[] expected;
        await using (var journal = Open())
        {
            expected = await FillAsync(journal, 300);
        }

        await using var again = Open();
        again.Waiting.ShouldBe(300);
        var later = await FillAsync(again, 10);
        Read(again, again.Delivered).Select(read => read.Line).ShouldBe([.. expected, .. later]);
    }

    [Fact]
    public async Task Release_PartOfIt_IsGoneAndItsTextIsOnNoDisk()
    {
        await using (var journal = Open())
        {
            await FillAsync(journal, 300);
            var at = Read(journal, journal.Delivered)[199].Behind;
            journal.Release(at, 200);
            journal.Waiting.ShouldBe(100);
            Read(journal, journal.Delivered).Count.ShouldBe(100);
        }

        var files = Directory.GetFiles(_folder, "*.segment").Select(path => Encoding.Latin1.GetString(File.ReadAllBytes(path))).ToArray();
        files.Count(text => text.Contains("line 199,", StringComparison.Ordinal)).ShouldBe(0);
        files.Count(text => text.Contains("line 200,", StringComparison.Ordinal)).ShouldBe(1);
        await using var again = Open();
        Read(again, again.Delivered)[0].Line.ShouldStartWith("line 200,");
    }

    [Fact]
    public async Task TryAppend_EverythingReleased_GoesOnForEverInItsBounds()
    {
        await using var journal = Open(bytes: 3 * Segment);
        for (var round = 0; round < 20; round++)
        {
            await FillAsync(journal, 150);
            var read = Read(journal, journal.Delivered);
            read.Count.ShouldBe(150);
            journal.Release(read[^1].Behind, read.Count);
        }

        journal.Waiting.ShouldBe(0);
        Directory.GetFiles(_folder, "*.segment").Length.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task TryAppend_Full_RefusesAndSaysWhy()
    {
        await using var journal = Open(bytes: 2 * Segment);
        var wait = Task.Delay(TimeSpan.FromSeconds(30));
        while (journal.Fault.Length == 0 || Append(journal, "more"))
        {
            Append(journal, new string('x', 1000));
            wait.IsCompleted.ShouldBeFalse();
        }

        journal.Fault.ShouldBe("the journal is full");
        var read = Read(journal, journal.Delivered);
        read.Count.ShouldBe((int)journal.Waiting);
        journal.Release(read[^1].Behind, read.Count);
        while (!Append(journal, "again"))
        {
            wait.IsCompleted.ShouldBeFalse();
            await Task.Yield();
        }

        journal.Fault.ShouldBeEmpty();
    }

    [Fact]
    public async Task TryRead_FrameThatPowerLossBroke_IsPassedOverAndCounted()
    {
        await using (var journal = Open())
        {
            await FillAsync(journal, 3);
        }

        var path = Directory.GetFiles(_folder, "*.segment").Single();
        var bytes = await File.ReadAllBytesAsync(path);
        var at = Encoding.Latin1.GetString(bytes).IndexOf("line 1,", StringComparison.Ordinal);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        await using var again = Open();
        Read(again, again.Delivered).Select(read => read.Line[..7]).ShouldBe(["line 0,", "line 2,"]);
        again.Damaged.ShouldBe(1);
        again.Waiting.ShouldBe(2);
    }

    [Fact]
    public async Task Open_WhileAnotherHasIt_IsRefused()
    {
        await using var journal = Open();
        Should.Throw<IOException>(() => Open()).Message.ShouldContain("used by another process");
    }

    [Fact]
    public async Task TryAppend_ManyThreads_KeepsEachFrameWhole()
    {
        await using var journal = Open(bytes: 64L * Segment);
        var appended = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            var lines = new List<string>();
            for (var index = 0; index < 500; index++)
            {
                var line = $"{thread}/{index} {new string((char)('a' + thread), index % 300)}";
                await UntilAppendedAsync(journal, line);
                lines.Add(line);
            }

            return lines;
        })));

        Read(journal, journal.Delivered).Select(read => read.Line).Order(StringComparer.Ordinal).ShouldBe(appended.SelectMany(lines => lines).Order(StringComparer.Ordinal));
        journal.Damaged.ShouldBe(0);
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void Append_KnownText_HasItsChecksum(string text, uint expected) => (~Crc32C.Append(Crc32C.Seed, Encoding.ASCII.GetBytes(text))).ShouldBe(expected);

    private Journal Open(long bytes = 16L * Segment) => Journal.Open(new JournalOptions { Folder = _folder, SegmentSize = Segment, Bytes = bytes });

    private static bool Append(Journal journal, string line) =>
        journal.TryAppend(new JournalEntry { Id = Guid.CreateVersion7(), Tenant = "acme"u8, Line = Encoding.UTF8.GetBytes(line), Text = [], Arguments = [] });

    /// <summary>A segment is made off the path; a test that is faster waits for it.</summary>
    private static async Task UntilAppendedAsync(Journal journal, string line)
    {
        var wait = Task.Delay(TimeSpan.FromSeconds(30));
        while (!Append(journal, line))
        {
            wait.IsCompleted.ShouldBeFalse();
            await Task.Yield();
        }
    }

    private static async Task<string[]> FillAsync(Journal journal, int count)
    {
        var lines = Enumerable.Range(0, count).Select(index => $"line {index}, {new string('x', 500)}").ToArray();
        foreach (var line in lines)
        {
            await UntilAppendedAsync(journal, line);
        }

        return lines;
    }

    private static List<(string Line, JournalPosition Behind)> Read(Journal journal, JournalPosition at)
    {
        var read = new List<(string, JournalPosition)>();
        while (journal.TryRead(ref at, out var entry))
        {
            entry.TenantName.ShouldBe("acme");
            read.Add((Encoding.UTF8.GetString(entry.Line), at));
        }

        return read;
    }
}
