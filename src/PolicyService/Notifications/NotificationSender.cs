using System.Threading.Channels;
using AiDesk.Policy.Service.Approvals;
using AiDesk.Policy.Service.Records;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiDesk.Policy.Service.Notifications;

/// <summary>
/// Tells each entry of <c>escalation.notify</c> of each escalated call, off the path of any decision. How far each is stands with the held call, on file:
/// after a restart what was not acknowledged is posted again, under the same key, and what was is not.
/// </summary>
internal sealed class NotificationSender(
    HeldCalls held, WebhookClient webhooks, DecisionRecorder recorder, NotificationOptions options, TimeProvider clock, ILogger<NotificationSender> log) : BackgroundService
{
    private readonly NoticeQueue _queue = new(options, clock);
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Whoever is to be told of this call will be. Never waits.</summary>
    public void Tell(HeldCall call)
    {
        for (var index = 0; index < call.Notices.Count; index++)
        {
            if (!call.Notices[index].Recorded && !_queue.TryAdd(new NoticeJob(call, index)))
            {
                break;
            }
        }

        _changes.Writer.TryWrite(true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>();
        TellAll();
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_queue.TakeOverflow())
            {
                TellAll();
            }

            running.RemoveAll(task => task.IsCompleted);
            while (_queue.TryStart() is { } job)
            {
                running.Add(RunAsync(job, stoppingToken));
            }

            await WaitAsync(stoppingToken).ConfigureAwait(false);
        }

        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void TellAll()
    {
        foreach (var call in held.WithNoticesLeft())
        {
            Tell(call);
        }
    }

    private async Task WaitAsync(CancellationToken stoppingToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var change = _changes.Reader.WaitToReadAsync(wait.Token).AsTask();
        await Task.WhenAny(change, Task.Delay(_queue.UntilDue() ?? Timeout.InfiniteTimeSpan, clock, wait.Token)).ConfigureAwait(false);
        _changes.Reader.TryRead(out _);
        await wait.CancelAsync().ConfigureAwait(false);
    }

    private async Task RunAsync(NoticeJob job, CancellationToken stoppingToken)
    {
        // The loop goes on at once, whatever this does first.
        await Task.Yield();
        TimeSpan? again = null;
        try
        {
            again = await StepAsync(job, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next process goes on with it.
        }
        catch (Exception fault)
        {
            log.NotificationFailed(job.Kind, job.Target, job.Call.DecisionId, fault.GetType().Name);
            again = options.LongestPause;
        }
        finally
        {
            _queue.Ended(job, again);
            _changes.Writer.TryWrite(true);
        }
    }

    /// <summary>Answers when to go on with it; null when it is over.</summary>
    private async Task<TimeSpan?> StepAsync(NoticeJob job, CancellationToken stoppingToken)
    {
        // Who queued it may have read the call before an earlier job for the same notice ended: it is told once.
        if (held.Find(job.Call.Tenant, job.Call.DecisionId) is { } call && call.Notices[job.Index].Recorded)
        {
            return null;
        }

        if (job.State == NoticeState.Waiting)
        {
            job.State = await AttemptAsync(job, stoppingToken).ConfigureAwait(false);
            if (job.State == NoticeState.Waiting)
            {
                return options.PauseAfter(job.Attempts, Random.Shared.NextDouble());
            }

            SetNotice(job, recorded: false);
        }

        if (!recorder.Record(FactsOf(job)))
        {
            return options.RecordPause;
        }

        SetNotice(job, recorded: true);
        return null;
    }

    private async Task<NoticeState> AttemptAsync(NoticeJob job, CancellationToken stoppingToken)
    {
        if (job.Address is not { } address)
        {
            return NoticeState.Posted;
        }

        if (job.Call.ExpiresAt <= clock.GetUtcNow())
        {
            job.Problem = "the held call has lapsed";
            return NoticeState.Failed;
        }

        job.Attempts++;
        if (await webhooks.PostAsync(job.Call, job.Index, address, stoppingToken).ConfigureAwait(false) is not { } problem)
        {
            job.Problem = "";
            return NoticeState.Delivered;
        }

        job.Problem = problem;
        if (job.Attempts < options.Attempts)
        {
            return NoticeState.Waiting;
        }

        log.NotificationFailed(job.Kind, job.Target, job.Call.DecisionId, problem);
        return NoticeState.Failed;
    }

    private void SetNotice(NoticeJob job, bool recorded) =>
        held.SetNotice(job.Call.Tenant, job.Call.DecisionId, job.Index, job.Call.Notices[job.Index] with { State = job.State, Recorded = recorded });

    private EventFacts FactsOf(NoticeJob job) => new()
    {
        Type = "notification",
        Tenant = job.Call.Tenant,
        Time = clock.GetUtcNow(),
        Principal = job.Call.AskedBy,
        State = job.State.ToString().ToLowerInvariant(),
        DecisionId = job.Call.DecisionId,
        Tool = job.Call.Tool,
        Kind = job.Kind,
        Target = job.Target,
        Attempts = job.Attempts,
        Detail = job.Problem,
    };
}
