using System.Diagnostics;
using System.Globalization;
using AiDesk.Policy.Service.Records;
using AiDesk.Policy.Service.Records.Postgres;
using AiDesk.Policy.Service.RecordsVictim;
using AiDesk.Postgres.Harness;
using AiDesk.Redis.Harness;

namespace AiDesk.Policy.Service.RecordsTests.Faults;

/// <summary>
/// PostgreSQL breaks while decisions are recorded without pause, and is mended: every intervention and settle is there once. How many there are is
/// <c>AIDESK_CAMPAIGN</c>, 6,000 by default; <c>./bench.sh campaign</c> takes 100,000.
/// </summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    /// <summary>Of the tests' whole process, bytes: all of what may wait in memory is 64 MiB, and the journal's pages are the kernel's to take back.</summary>
    private const long MemoryBound = 1024L * 1024 * 1024;

    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("AIDESK_CAMPAIGN"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 6_000;

    [Fact]
    public async Task Record_WhilePostgresBreaks_KeepsEverythingOnceAndNeverWaits()
    {
        List<string> table = [FaultTable.Header, FaultTable.Rule];
        await using var server = await PostgresServer.StartAsync();
        foreach (var (fault, breaks, mends) in Faults(server))
        {
            table.Add(await RunAsync(server, fault, breaks, mends));
        }

        foreach (var row in table)
        {
            output.WriteLine(row);
        }
    }

    private static (string Fault, Func<Task> Breaks, Func<Task> Mends)[] Faults(PostgresServer server) =>
    [
        ("killed", server.KillAsync, server.StartAgainAsync),
        ("paused", () => Do(server.Pause), () => Do(server.Resume)),
        ("disk full", server.FillDiskAsync, server.EmptyDiskAsync),
        ("restarted", async () =>
            {
                await server.StopAsync();
                await server.StartAgainAsync();
            }, () => Task.CompletedTask),
        ("not there when the service starts", server.StopAsync, server.StartAgainAsync),
    ];

    private static async Task<string> RunAsync(PostgresServer server, string fault, Func<Task> breaks, Func<Task> mends)
    {
        var database = await server.CreateDatabaseAsync();
        var isLate = fault.StartsWith("not there", StringComparison.Ordinal);
        if (isLate)
        {
            await breaks();
        }

        var memory = 0L;
        var most = 0L;
        await using var connections = new PostgresDatabase(database);
        await using var recording = new Recording(new PostgresRecordSink(connections, TimeProvider.System), options: new DecisionRecorderOptions
        {
            // So small that it overflows while nothing is written.
            Lines = Count / 20,
            RetryAfter = TimeSpan.FromMilliseconds(50),
        });
        var recorder = recording.Recorder;
        var acknowledged = new List<Guid>();
        var refused = 0;
        async Task RecordAsync(int number)
        {
            for (var index = 0; index < number; index++)
            {
                var evaluation = SampleRecords.Denied();
                Keep(recorder.Record(evaluation, SampleRecords.Facts()), evaluation.Decision.Id);
                recorder.Record(SampleRecords.Plain(), SampleRecords.Facts());
                var reservation = Guid.CreateVersion7();
                Keep(recorder.Record(SampleRecords.Settle(reservation: reservation)), reservation);
                if (index % 100 == 0)
                {
                    most = Math.Max(most, recorder.Health.InJournal);
                    memory = Math.Max(memory, Process.GetCurrentProcess().WorkingSet64);

                    // A decision takes longer than its record, so that the next part of the journal is ready in time; these would outrun it.
                    while (recording.Journal.Spares == 0)
                    {
                        await Task.Yield();
                    }
                }
            }
        }

        void Keep(bool isTaken, Guid id)
        {
            if (isTaken)
            {
                acknowledged.Add(id);
            }
            else
            {
                refused++;
            }
        }

        await RecordAsync(Count / 6);
        if (!isLate)
        {
            await Eventually.TrueAsync(() => recorder.Health.Written > 0, "something is written before it breaks");
            await breaks();
        }

        // All of these return although nobody takes them: a call that waited for the sink would never end here.
        var before = acknowledged.Count;
        await RecordAsync(Count / 6);
        var meanwhile = acknowledged.Count - before;
        if (fault != "restarted")
        {
            await Eventually.TrueAsync(() => !recorder.Health.IsWriting, "it is noticed that nothing is written");
            recorder.Health.IsTaking.ShouldBeTrue();
        }

        await mends();
        await RecordAsync(Count / 6);
        await recording.DrainedAsync();

        var stored = await StoredIds.InPostgresAsync(database);
        var kept = stored.ToHashSet();
        var lost = acknowledged.Count(id => !kept.Contains(id));
        var twice = stored.Count - kept.Count;
        lost.ShouldBe(0, fault);
        twice.ShouldBe(0, fault);
        refused.ShouldBe(0, fault);
        memory.ShouldBeLessThan(MemoryBound, fault);
        recorder.Health.WaitingBytes.ShouldBe(0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {fault} | {acknowledged.Count:N0} | {meanwhile:N0} | {most:N0} | {lost} | {twice} | {refused} | {recorder.Health.Dropped:N0} | {memory / 1048576} MiB |");
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
