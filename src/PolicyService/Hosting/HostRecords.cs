using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Files;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.Records.Reading;
using AiDesk.Policy.Service.Records.Retention;
using AiDesk.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>The journal, and behind it JSON lines or PostgreSQL.</summary>
internal static class HostRecords
{
    /// <summary>Of the state folder.</summary>
    public const string RecordsFolder = "records";

    public const string JournalFolder = "journal";

    public static void Add(IServiceCollection services, PolicyServiceOptions options)
    {
        if (options.RecordsPostgres is { } postgres)
        {
            AddPostgres(services, postgres);
        }
        else
        {
            AddFiles(services, options);
        }

        services.AddSingleton(_ => Journal.Open(new JournalOptions
        {
            Folder = Path.Combine(options.StateDirectory, JournalFolder),
            Bytes = options.JournalMegabytes * 1024L * 1024,
            SyncInterval = options.JournalSyncInterval,
        }));
        services.AddSingleton(provider => new DecisionRecorder(
            provider.GetRequiredService<IRecordSink>(),
            provider.GetRequiredService<Journal>(),
            provider.GetRequiredService<KeyRing>(),
            provider.GetRequiredService<TimeProvider>(),
            new DecisionRecorderOptions { StopWithin = options.Shutdown / 2 },
            provider.GetRequiredService<ILogger<DecisionRecorder>>()));
        services.AddSingleton<RecordMetrics>();
        services.AddHostedService<RetentionJob>();
    }

    private static void AddPostgres(IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new PostgresDatabase(connectionString));
        services.AddSingleton<IRecordSink, PostgresRecordSink>();
        services.AddSingleton<IRecordReader, PostgresRecordReader>();
        services.AddSingleton<IRecordRetention, PostgresRetention>();
    }

    private static void AddFiles(IServiceCollection services, PolicyServiceOptions options)
    {
        var folder = Path.Combine(options.StateDirectory, RecordsFolder);
        services.AddSingleton<IRecordSink>(_ => new FileRecordSink(new FileRecordSinkOptions
        {
            Folder = folder,
            FileSize = options.RecordFileMegabytes * 1024L * 1024,
            Files = options.RecordFiles,
        }));
        services.AddSingleton<IRecordReader>(_ => new FileRecordReader(folder));
        services.AddSingleton<IRecordRetention>(_ => new FileRetention(folder));
    }
}
