using System.Diagnostics;
using System.Globalization;
using AiDesk.Policy.Limits;
using AiDesk.Redis.Tests.Stores;
using Xunit.Abstractions;

namespace AiDesk.Redis.Tests.Crash;

/// <summary>
/// A process that is killed (SIGKILL) while it commits, at each point between its caller, its journal and Redis. Then another starts on the same journal, with Redis as it was or
/// empty, and the caller, who had no answer, settles again: the spend is there once.
/// </summary>
[Collection(RedisCollection.Name)]
public sealed class CrashTests(RedisFixture redis, ITestOutputHelper output) : IDisposable
{
    private readonly string _space = StoreFixture.NewSpace();
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-crash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // point; does Redis keep its memory; used after the next start, and after the caller settled again
    public static TheoryData<string, bool, long, long> Cases => new()
    {
        { nameof(CrashPoint.BeforeTheJournal), true, Committer.Held, Committer.Spent },
        { nameof(CrashPoint.BeforeTheJournal), false, 0, Committer.Spent },
        { nameof(CrashPoint.BetweenJournalAndSettle), true, Committer.Spent, Committer.Spent },
        { nameof(CrashPoint.BetweenJournalAndSettle), false, Committer.Spent, Committer.Spent },
        { nameof(CrashPoint.BetweenSettleAndJournal), true, Committer.Spent, Committer.Spent },
        { nameof(CrashPoint.BetweenSettleAndJournal), false, Committer.Spent, Committer.Spent },
        { nameof(CrashPoint.BeforeTheAnswer), true, Committer.Spent, Committer.Spent },
        { nameof(CrashPoint.BeforeTheAnswer), false, Committer.Spent, Committer.Spent },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Commit_ProcessKilled_SpendIsThereOnce(string point, bool keepsMemory, long afterStart, long afterSettle)
    {
        var reservation = Guid.NewGuid();
        await KillAtAsync(point, reservation);
        if (!keepsMemory)
        {
            await Keys.DeleteAsync(redis.Server, $"{_space}:*");
        }

        for (var start = 0; start < 2; start++)
        {
            await using var again = await Committer.OpenAsync(redis.Server.Port, _space, _folder);
            (await again.UsedAsync()).ShouldBe(afterStart, $"start {start + 1}");
        }

        await using (var replica = await Committer.OpenAsync(redis.Server.Port, _space, _folder))
        {
            (await replica.CommitAsync(reservation)).ShouldBe(
                point == nameof(CrashPoint.BeforeTheJournal) ? keepsMemory ? SettleState.Applied : SettleState.Late : SettleState.Repeated);
            (await replica.UsedAsync()).ShouldBe(afterSettle);
        }

        // And once more everything is rebuilt from the journal alone.
        await Keys.DeleteAsync(redis.Server, $"{_space}:*");
        await using var last = await Committer.OpenAsync(redis.Server.Port, _space, _folder);
        (await last.UsedAsync()).ShouldBe(Committer.Spent);
        output.WriteLine($"| crash | {point} | Redis {(keepsMemory ? "kept" : "empty")} | spend {Committer.Spent} | counted after the start {afterStart}, after settling again {afterSettle} |");
    }

    private async Task KillAtAsync(string point, Guid reservation)
    {
        string[] arguments =
        [
            typeof(CrashTests).Assembly.Location, "commit", redis.Server.Port.ToString(CultureInfo.InvariantCulture), _space, _folder, reservation.ToString(), point,
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        (await process.StandardOutput.ReadLineAsync()).ShouldBe(point);
        process.Kill();
        await process.WaitForExitAsync();
    }
}
