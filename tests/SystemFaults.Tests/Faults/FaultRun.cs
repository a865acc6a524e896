using System.Diagnostics;
using System.Globalization;
using AiDesk.SystemFaults.Load;
using AiDesk.SystemFaults.Promises;
using AiDesk.SystemFaults.Services;

namespace AiDesk.SystemFaults.Faults;

/// <summary>One fault under load, from before it to when everything has come to rest after it, and the row of the table that it leaves.</summary>
internal sealed class FaultRun(WholeSystem system, Fault fault, int number, TimeSpan lasts)
{
    public const string Header =
        """
        | fault, under load | for | decisions | longest wait | settles, approvals, redemptions | calls of the desks | longest wait | runs sent | handed to a person | lost | twice | decisions as ever after | desks as ever after | all at rest after |
        |---|---:|---|---:|---|---|---:|---:|---:|---:|---:|---:|---:|---:|
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Promised _promised = new(number);

    /// <summary>What did not hold; empty when all did.</summary>
    public IEnumerable<string> Problems => _promised.Problems.Select(problem => $"{fault.Name}: {problem}");

    /// <summary>Answers the row.</summary>
    public async Task<string> RunAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var load = new SystemLoad(system, _promised, patience.Token);
        await load.WarmAsync();

        await fault.BreakAsync(system);
        var broken = Stopwatch.GetTimestamp();
        if (fault.Lasts)
        {
            // The fault's own length; nothing is concluded from it.
            await Task.Delay(lasts, CancellationToken.None);
        }

        var mending = Stopwatch.GetTimestamp();
        await fault.MendAsync(system);
        var mended = Stopwatch.GetTimestamp();

        var probe = new HealthProbe(system, _promised, patience.Token);
        var decisions = probe.DecisionsAsync();
        var desks = probe.DesksAsync();
        var (decisionsAfter, desksAfter) = (await decisions, await desks);
        await load.StopAskingAsync();
        await using var recount = new Recount(system, _promised);
        await recount.RestAsync();
        var rest = Stopwatch.GetElapsedTime(mended);
        await load.StopApprovingAsync();

        var outcome = await recount.CountAsync();
        Look(load, broken, mending);
        if (await system.VerifyAsync() is { Length: > 0 } differs)
        {
            _promised.Problems.Enqueue(differs);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {fault.Name} | {Stopwatch.GetElapsedTime(broken, mended).TotalSeconds:0.0} s | {load.Checks} | {load.Checks.Longest.TotalMilliseconds:0} ms | {load.Others} | {load.Desk} | {load.Desk.Longest.TotalMilliseconds:0} ms "
            + $"| {outcome.Sent} | {outcome.HandedOver} | {outcome.Lost} | {outcome.Twice} | {decisionsAfter.TotalSeconds:0.0} s | {desksAfter.TotalSeconds:0.0} s | {rest.TotalSeconds:0.0} s |");
    }

    private void Look(SystemLoad load, long broken, long mending)
    {
        var open = _promised.LetThrough.Count(call => call.Begun >= broken && call.Ended <= mending);
        if (fault.TakesCounters && open > 0)
        {
            _promised.Problems.Enqueue($"{open} decisions let something through that nobody could count");
        }

        if (!fault.ReachesCallers && load.Checks.Of(Calls.Unavailable) + load.Checks.Of(Calls.Late) + load.Checks.Of(Calls.Broken) > 0)
        {
            _promised.Problems.Enqueue($"decisions were not answered although callers could reach the service: {load.Checks}");
        }
    }
}
