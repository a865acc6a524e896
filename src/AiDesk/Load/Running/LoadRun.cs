using System.Diagnostics;
using AiDesk.CommandLine.Load.Asking;
using AiDesk.CommandLine.Load.Measuring;

namespace AiDesk.CommandLine.Load.Running;

/// <summary>Makes the calls of a plan and records what becomes of them.</summary>
/// <param name="plan">How many, how long.</param>
/// <param name="mix">Of which kind each call is.</param>
/// <param name="askers">By tenant, one for each connection.</param>
/// <param name="recorder">Takes what they find.</param>
internal sealed class LoadRun(LoadPlan plan, Mix mix, IReadOnlyList<IReadOnlyList<IAsker>> askers, Recorder recorder)
{
    /// <summary>Arrivals of an open loop are sent in steps of this: finer steps would cost the processor that the service needs.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private long _sequence;
    private int _inFlight;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>How late the generator itself sent calls of an open loop, in microseconds: part of their latency, and not the service's.</summary>
    public Histogram Lateness { get; } = new();

    /// <summary>Ends after the plan's time, once what is under way is answered; an interruption ends it early.</summary>
    /// <param name="onSecond">Told of every second that was measured.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<TimeSpan> RunAsync(Action<Second> onSecond, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = plan.IsOpen ? ArriveAsync(time.Token) : Task.WhenAll(Enumerable.Range(0, plan.InFlight).Select(_ => AskAgainAsync(time.Token)));
        if (plan.WarmUp > TimeSpan.Zero)
        {
            await PauseAsync(plan.WarmUp, cancellation).ConfigureAwait(false);
        }

        recorder.Begin();
        var begun = Stopwatch.GetTimestamp();
        for (var second = 1; Beat * (second - 1) < plan.Duration && !cancellation.IsCancellationRequested; second++)
        {
            var next = Beat * second < plan.Duration ? Beat * second : plan.Duration;
            await PauseAsync(next - Stopwatch.GetElapsedTime(begun), cancellation).ConfigureAwait(false);
            onSecond(recorder.Tick(Stopwatch.GetElapsedTime(begun).TotalSeconds, InFlight));
        }

        var measured = Stopwatch.GetElapsedTime(begun);
        await time.CancelAsync().ConfigureAwait(false);
        await work.ConfigureAwait(false);
        return measured;
    }

    /// <summary>Open loop: calls at their times, answered or not.</summary>
    private async Task ArriveAsync(CancellationToken ended)
    {
        var schedule = new ArrivalSchedule(plan.Rate!.Value, plan.Ramp);
        using var room = new SemaphoreSlim(plan.InFlight);
        var begun = Stopwatch.GetTimestamp();
        var sent = 0L;
        while (!ended.IsCancellationRequested)
        {
            var elapsed = Stopwatch.GetElapsedTime(begun);
            for (var due = schedule.DueBy(elapsed); sent < due && !ended.IsCancellationRequested; sent++)
            {
                // A call is due at the end of its step: what is later is the generator's or the service's doing.
                var dueAt = TimeSpan.FromTicks(((schedule.DueAt(sent + 1).Ticks / Step.Ticks) + 1) * Step.Ticks);
                var now = Stopwatch.GetTimestamp();
                var intended = Math.Min(now, begun + (long)(dueAt.TotalSeconds * Stopwatch.Frequency));
                if (!room.Wait(TimeSpan.Zero, CancellationToken.None) && !await EnterAsync(room, ended).ConfigureAwait(false))
                {
                    break;
                }

                Lateness.Record((long)((now - intended) * 1e6 / Stopwatch.Frequency));
                _ = AskOnceAsync(Interlocked.Increment(ref _sequence), intended, room);
            }

            await PauseAsync(Step, ended).ConfigureAwait(false);
        }

        // What was sent is waited for: a call's timeout bounds it.
        for (var left = 0; left < plan.InFlight; left++)
        {
            await room.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task AskOnceAsync(long sequence, long intended, SemaphoreSlim room)
    {
        // The sender goes on at once, whatever of this would run without waiting.
        await Task.Yield();
        await AskAsync(sequence, intended).ConfigureAwait(false);
        room.Release();
    }

    /// <summary>Closed loop: one caller.</summary>
    private async Task AskAgainAsync(CancellationToken ended)
    {
        await Task.Yield();
        while (!ended.IsCancellationRequested)
        {
            await AskAsync(Interlocked.Increment(ref _sequence), Stopwatch.GetTimestamp()).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(long sequence, long intended)
    {
        var ofTenant = askers[(int)(sequence % askers.Count)];
        var asker = ofTenant[(int)(sequence / askers.Count % ofTenant.Count)];
        Interlocked.Increment(ref _inFlight);
        var begun = Stopwatch.GetTimestamp();
        var answer = await asker.AskAsync(sequence).ConfigureAwait(false);
        recorder.Record(mix.At(sequence), intended, begun, Stopwatch.GetTimestamp(), answer);
        Interlocked.Decrement(ref _inFlight);
    }

    private static async Task<bool> EnterAsync(SemaphoreSlim room, CancellationToken ended)
    {
        try
        {
            await room.WaitAsync(ended).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task PauseAsync(TimeSpan time, CancellationToken cancellation)
    {
        if (time > TimeSpan.Zero)
        {
            await Task.Delay(time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
