using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Identity;

namespace AiDesk.Policy.Service.RecordsTests;

/// <summary>A recorder with a journal in a folder of its own.</summary>
internal sealed class Recording : IAsyncDisposable
{
    public static readonly string Key = "k1:" + Convert.ToBase64String(new byte[32]);

    private readonly bool _ownsFolder;

    public Recording(IRecordSink sink, string? folder = null, DecisionRecorderOptions? options = null, long journal = 256L * 1024 * 1024, int segment = 1024 * 1024)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("aidesk-records-").FullName;
        Journal = Journal.Open(new JournalOptions { Folder = Path.Combine(Folder, "journal"), SegmentSize = segment, Bytes = journal });
        Recorder = new DecisionRecorder(
            sink,
            Journal,
            KeyRing.Parse(Key),
            TimeProvider.System,
            options ?? new DecisionRecorderOptions { Linger = TimeSpan.FromMilliseconds(1), RetryAfter = TimeSpan.FromMilliseconds(50) });
    }

    public string Folder { get; }

    public Journal Journal { get; }

    public DecisionRecorder Recorder { get; }

    /// <summary>Until the sink has everything.</summary>
    public Task DrainedAsync(TimeSpan? within = null) => Redis.Harness.Eventually.TrueAsync(
        () => Recorder.Health is { InJournal: 0, Waiting: 0 }, $"everything is written ({Recorder.Health})", within ?? TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        await Recorder.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
