using System.Diagnostics;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Counters.Ledgers;
using AiDesk.Policy.Service.Counters.Redis;
using AiDesk.Redis.Harness;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiDesk.Policy.Service.RedisFaults.Outages;

/// <summary>Callers that never stop asking, over the store as the service has it, while something happens to its server.</summary>
internal sealed class OutageRun : IAsyncDisposable
{
    /// <summary>The deadline that is stated for a decision by default.</summary>
    private static readonly TimeSpan Standard = TimeSpan.FromMilliseconds(50);

    /// <summary>What may be added before a waiting caller runs again, besides what the machine was seen to add meanwhile.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(150);

    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-outage-").FullName;
    private readonly ConnectionMetrics _metrics = new();
    private readonly LocalLedger _ledger;
    private readonly RedisCounterStore _shared;
    private readonly FallbackCounterStore _store;
    private readonly CancellationTokenSource _end = new();
    private readonly TimeSpan _deadline;
    private readonly Task[] _asking;
    private readonly Task<TimeSpan> _lateness;

    private OutageRun(RedisOptions options, TimeSpan deadline)
    {
        _deadline = deadline;
        Connection = RedisConnections.Open(options with { CommandDeadline = deadline }, _metrics, NullLogger.Instance);
        _ledger = new LocalLedger(_folder, 0);
        _shared = new RedisCounterStore(
            Connection, new RedisStoreOptions { Deadline = deadline, Recover = RecoverRule.AcceptOverrun }, _ledger, TimeProvider.System, NullLogger<RedisCounterStore>.Instance);
        _store = new FallbackCounterStore(_shared, _metrics, TimeProvider.System);
        Subjects = OutageSubject.All(_store);
        _lateness = Task.Run(LatenessAsync, CancellationToken.None);
        _asking = [.. Subjects.Select(subject => Task.Run(() => AskAsync(subject), CancellationToken.None))];
    }

    public IRedisConnection Connection { get; }

    public OutageSubject[] Subjects { get; }

    /// <summary>Running, with every subject answered from shared counters and nothing of the start in the figures.</summary>
    /// <param name="options">The server.</param>
    /// <param name="deadline">Null for the standard one. Longer where nobody may miss it because the machine is busy.</param>
    public static async Task<OutageRun> StartAsync(RedisOptions options, TimeSpan? deadline = null)
    {
        var run = new OutageRun(options, deadline ?? Standard);
        await run.SharedAsync(calls: 200);
        foreach (var subject in run.Subjects)
        {
            subject.Reset();
        }

        return run;
    }

    /// <summary>Until every subject has been answered so many times without shared counters.</summary>
    public Task DegradedAsync(int calls) => DegradedAsync(Subjects, calls);

    /// <summary>The same of some of them.</summary>
    public Task DegradedAsync(IEnumerable<OutageSubject> subjects, int calls) => Eventually.TrueAsync(() => subjects.All(subject => subject.Degraded >= calls) || _asking.Any(asking => asking.IsFaulted), "decisions are degraded");

    /// <summary>Until every subject has been answered so many more times from shared counters.</summary>
    public async Task SharedAsync(int calls)
    {
        var before = Subjects.Select(subject => subject.Shared).ToArray();
        await Eventually.TrueAsync(
            () => Subjects.Select((subject, i) => subject.Shared - before[i]).All(more => more >= calls) || _asking.Any(asking => asking.IsFaulted), "decisions come from shared counters");
    }

    /// <summary>Ends the asking, checks what must hold whatever happened, and answers the row of the table.</summary>
    /// <param name="fault">What happened.</param>
    /// <param name="broken"><see cref="Stopwatch"/> time at which it began.</param>
    /// <param name="mended">And at which it was over.</param>
    /// <param name="remark">More about it.</param>
    public async Task<string> EndAsync(string fault, long broken, long mended, string remark = "")
    {
        await StopAsync();
        var longest = Subjects.Max(subject => subject.Longest);
        var last = Subjects.Max(subject => subject.LastDegraded);
        longest.ShouldBeLessThan(_deadline + Slack + await _lateness);
        var lasted = last == 0 ? "-" : $"{Stopwatch.GetElapsedTime(broken, last).TotalMilliseconds:0} ms";
        var recovery = last == 0 ? "-" : $"{Math.Max(0, Stopwatch.GetElapsedTime(mended, last).TotalMilliseconds):0} ms";
        return $"| {fault} | {string.Join(" | ", Subjects.Select(subject => subject.OutageAnswer))} | {Subjects.Sum(subject => subject.Degraded)} of "
            + $"{Subjects.Sum(subject => subject.Degraded + subject.Shared)} | {lasted} | {recovery} | {longest.TotalMilliseconds:0} of {_deadline.TotalMilliseconds:0} ms | {remark} |";
    }

    /// <summary>A deadline that nobody misses because the machine is busy.</summary>
    public static TimeSpan Ample { get; } = TimeSpan.FromSeconds(2);

    public static string Header =>
        $"""
        | fault | {string.Join(" | ", OutageSubject.All(null!).Select(subject => subject.Name))} | decisions degraded | outage, from the fault | after it was mended | longest wait for counters, of the deadline | |
        |---|---|---|---|---|---|---|---|---|---|---|
        """;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAny(Task.WhenAll([.. _asking, _lateness]));
        _store.Dispose();
        _shared.Dispose();
        _ledger.Dispose();
        await Connection.DisposeAsync();
        _metrics.Dispose();
        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_asking);
    }

    /// <summary>How late a timer of the same length was at most: on a machine that others use too, nothing wakes in time.</summary>
    private async Task<TimeSpan> LatenessAsync()
    {
        var most = TimeSpan.Zero;
        while (!_end.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            await Task.Delay(Standard, CancellationToken.None);
            var late = Stopwatch.GetElapsedTime(begun) - Standard;
            most = late > most ? late : most;
        }

        return most;
    }

    // A millisecond between questions: what is measured is a decision's wait, not a machine at its limit.
    private async Task AskAsync(OutageSubject subject)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!_end.IsCancellationRequested)
        {
            await subject.AskAsync();
            await beat.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
