namespace AiDesk.Agent.Runs;

/// <summary>
/// Wakes whoever waits for something to do, in this process at once; <see cref="SignalRelay"/> carries it to the others. A signal is a hint and never the
/// truth: whoever is woken asks the database, and asks now and then without being woken. Raise it after the commit.
/// </summary>
internal sealed class DeskSignals
{
    private readonly Pulse[] _pulses = [new(), new(), new()];

    /// <summary>Told of what was raised here, not of what was relayed.</summary>
    public event Action<DeskSignal>? Raised;

    /// <summary>How often it was raised. Read before looking for work, and given to <see cref="WaitAsync"/> when there was none, no signal is missed.</summary>
    public long Count(DeskSignal signal) => _pulses[(int)signal].Count;

    public void Raise(DeskSignal signal)
    {
        _pulses[(int)signal].Beat();
        Raised?.Invoke(signal);
    }

    /// <summary>Another process raised it.</summary>
    public void Relay(DeskSignal signal) => _pulses[(int)signal].Beat();

    /// <summary>Until it has been raised oftener than that, or the time is over.</summary>
    public async Task WaitAsync(DeskSignal signal, long seen, TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await _pulses[(int)signal].AfterAsync(seen).WaitAsync(limit, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The net below the signals.
        }
    }

    private sealed class Pulse
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _count;

        public long Count => Volatile.Read(ref _count);

        public void Beat()
        {
            TaskCompletionSource waiting;
            lock (_gate)
            {
                _count++;
                waiting = _next;
                _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            waiting.SetResult();
        }

        public Task AfterAsync(long seen)
        {
            lock (_gate)
            {
                return _count > seen ? Task.CompletedTask : _next.Task;
            }
        }
    }
}
