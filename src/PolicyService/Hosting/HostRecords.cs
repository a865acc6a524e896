using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Files;
using AiDesk.Policy.Service.Records.Journals;
using AiDesk.Policy.Service.Security;
using Microsoft.Extensions.DependencyInjection;

namespace AiDesk.Policy.Service.Hosting;

/// <summary>The journal, and behind it JSON lines or PostgreSQL.</summary>
internal static class HostRecords
{
    public static void Add(IServiceCollection services, PolicyServiceOptions options)
    {
        services.AddSingleton<IRecordSink>(_ => new FileRecordSink(new FileRecordSinkOptions
        {
            Folder = Path.Combine(options.StateDirectory, "records"),
            FileSize = options.RecordFileMegabytes * 1024L * 1024,
            Files = options.RecordFiles,
        }));
        services.AddSingleton(_ => Journal.Open(new JournalOptions { Folder = Path.Combine(options.StateDirectory, "journal") }));
        services.AddSingleton(provider => new DecisionRecorder(
            provider.GetRequiredService<IRecordSink>(), provider.GetRequiredService<Journal>(), provider.GetRequiredService<KeyRing>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Readiness>();
    }
}
