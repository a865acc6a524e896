using System.Diagnostics;
using System.Globalization;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Files;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.RecordsVictim;

namespace AiDesk.Policy.Service.RecordsTests.Faults;

/// <summary>A process that records is killed (SIGKILL) at a named point, again and again: what it acknowledged is there afterwards, once.</summary>
[Collection(PostgresTests.Name)]
public sealed class CrashTests(PostgresFixture postgres, ITestOutputHelper output)
{
    /// <summary>Where it dies, and how often it gets there before.</summary>
    private static readonly (string Point, int Count)[] Points =
    [
        ("copied", 700), ("published", 700), ("acknowledging", 700), ("segment", 4), ("half", 3), ("delivered", 3), ("released", 3),
    ];

    [Theory]
    [InlineData("files")]
    [InlineData("PostgreSQL")]
    public async Task Record_ProcessKilledAtANamedPoint_HasWhatItAcknowledgedOnce(string store)
    {
        output.WriteLine($"| killed at | sink | acknowledged | found in the journal afterwards | lost | twice |");
        output.WriteLine("|---|---|---|---|---|---|");
        foreach (var (point, count) in Points.Where(point => store == "files" || point.Point != "half"))
        {
            output.WriteLine(await RunAsync(store, point, count));
        }
    }

    private async Task<string> RunAsync(string store, string point, int count)
    {
        var folder = Directory.CreateTempSubdirectory("aidesk-victim-").FullName;
        try
        {
            var database = store == "files" ? null : await postgres.Server.CreateDatabaseAsync();

            // Two lives, so that the second one begins with what the first left.
            var acknowledged = await LiveAsync(folder, point, count, database);
            acknowledged.AddRange(await LiveAsync(folder, point, count, database));
            acknowledged.ShouldNotBeEmpty();

            await using var connections = database is null ? null : new PostgresDatabase(database);
            IRecordSink sink = connections is null
                ? new FileRecordSink(new FileRecordSinkOptions { Folder = Path.Combine(folder, "records"), Files = 1000 })
                : new PostgresRecordSink(connections, TimeProvider.System);
            long waiting;
            await using (var recording = new Recording(sink, folder, segment: 64 * 1024))
            {
                waiting = recording.Recorder.Health.InJournal;
                await recording.DrainedAsync();
                recording.Recorder.Health.Damaged.ShouldBe(0);
            }

            var stored = database is null ? StoredIds.InFiles(Path.Combine(folder, "records")) : await StoredIds.InPostgresAsync(database);
            var kept = stored.ToHashSet();
            var lost = acknowledged.Count(id => !kept.Contains(id));
            lost.ShouldBe(0, $"{store}, {point}");
            (stored.Count - kept.Count).ShouldBe(0, $"{store}, {point}");
            return string.Create(CultureInfo.InvariantCulture, $"| {point} | {store} | {acknowledged.Count:N0} | {waiting:N0} | {lost} | {stored.Count - kept.Count} |");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Answers what it acknowledged until it was killed.</summary>
    private static async Task<List<Guid>> LiveAsync(string folder, string point, int count, string? database)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(SampleRecords).Assembly.Location, folder, point, count.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (database is not null)
        {
            start.ArgumentList.Add(database);
        }

        using var victim = Process.Start(start)!;
        var error = victim.StandardError.ReadToEndAsync();
        var acknowledged = new List<Guid>();
        while (await victim.StandardOutput.ReadLineAsync() is { } line)
        {
            // The last line may be cut short.
            if (Guid.TryParseExact(line, "D", out var id))
            {
                acknowledged.Add(id);
            }
        }

        await victim.WaitForExitAsync();
        victim.ExitCode.ShouldBe(128 + 9, await error);
        return acknowledged;
    }
}
