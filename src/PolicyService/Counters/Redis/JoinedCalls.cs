using System.Diagnostics;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>
/// A tenant's calls, one script in flight at a time: what comes while one is away waits for its answer and goes together, in the order of its coming. A call
/// that comes when none is away goes at once, as it is.
/// </summary>
internal sealed class JoinedCalls(IScriptConnection connection)
{
    /// <summary>Calls that wait. Beyond, a call is refused as one too many.</summary>
    public const int MostWaiting = 4096;

    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _isAway;

    /// <summary>As <see cref="IScriptConnection.RunAsync"/>.</summary>
    public ValueTask<byte[]> RunAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        Waiting waiting;
        lock (_gate)
        {
            if (!_isAway)
            {
                _isAway = true;
                return LeadAsync(call, deadline, cancellationToken);
            }

            if (_waiting.Count >= MostWaiting)
            {
                throw new StoreUnavailableException(UnavailableReason.Overloaded, $"{MostWaiting} calls of one tenant wait");
            }

            // A copy: the caller may give its own back before the script has gone.
            waiting = new Waiting(deadline);
            waiting.Call.CopyFrom(call);
            _waiting.Enqueue(waiting);
        }

        return FollowAsync(waiting, cancellationToken);
    }

    private async ValueTask<byte[]> LeadAsync(ScriptCall call, TimeSpan deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.RunAsync(call, deadline, cancellationToken);
        }
        finally
        {
            Next();
        }
    }

    private static async ValueTask<byte[]> FollowAsync(Waiting waiting, CancellationToken cancellationToken)
    {
        try
        {
            return await waiting.Answer.Task.WaitAsync(waiting.Left, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new StoreUnavailableException(UnavailableReason.TimedOut, "no answer in time");
        }
        finally
        {
            waiting.IsGivenUp = true;
        }
    }

    private void Next()
    {
        var together = new List<Waiting>();
        lock (_gate)
        {
            while (together.Count < ManyCall.Most && _waiting.TryDequeue(out var waiting))
            {
                if (!waiting.IsGivenUp && waiting.Left > TimeSpan.Zero)
                {
                    together.Add(waiting);
                }
            }

            _isAway = together.Count > 0;
        }

        if (together.Count > 0)
        {
            _ = JoinAsync(together);
        }
    }

    private async Task JoinAsync(List<Waiting> together)
    {
        try
        {
            // Each has its own deadline, here and in the script: the longest is for all of them together.
            var deadline = together.Max(waiting => waiting.Left);
            if (together.Count == 1)
            {
                together[0].Answer.TrySetResult(await connection.RunAsync(together[0].Call, deadline, CancellationToken.None));
                return;
            }

            var reply = await connection.RunAsync(ManyCall.Of([.. together.Select(waiting => waiting.Call)]), deadline, CancellationToken.None);
            var answers = ManyCall.Split(reply, together.Count);
            for (var i = 0; i < answers.Length; i++)
            {
                if (answers[i] is { } answer)
                {
                    together[i].Answer.TrySetResult(answer);
                }
                else
                {
                    together[i].Answer.TrySetException(ManyCall.FaultOf(reply, i));
                }
            }
        }
        catch (Exception fault)
        {
            // Whatever it was, it is every caller's answer: none may wait for ever.
            foreach (var waiting in together)
            {
                waiting.Answer.TrySetException(fault);
            }
        }
        finally
        {
            Next();
        }
    }

    private sealed class Waiting(TimeSpan deadline)
    {
        private readonly long _begun = Stopwatch.GetTimestamp();
        private volatile bool _isGivenUp;

        public ScriptCall Call { get; } = new();

        public TaskCompletionSource<byte[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Nobody waits for the answer any more.</summary>
        public bool IsGivenUp
        {
            get => _isGivenUp;
            set => _isGivenUp = value;
        }

        /// <summary>0 and up.</summary>
        public TimeSpan Left => deadline - Stopwatch.GetElapsedTime(_begun) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
