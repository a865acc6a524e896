namespace AiDesk.Policy.Service.Handlers.Streams;

/// <summary>
/// Whose turn it is among the checks of one correlation id, and how many of a stream are in flight: read, and their answers not written. One thread reads and waits; the others come from any.
/// </summary>
internal sealed class CheckLanes
{
    private readonly Lock _gate = new();

    /// <summary>By correlation id, while one of it is being evaluated: those that wait behind it; null for none.</summary>
    private readonly Dictionary<string, Queue<AcceptedCheck>?> _lanes = new(StringComparer.Ordinal);

    private int _inFlight;
    private long _bytes;
    private Waiting? _waiting;

    /// <summary>Counts a check, and puts it behind those of its id.</summary>
    /// <returns>Whether it may begin: none of its id is there.</returns>
    public bool Enter(in AcceptedCheck check)
    {
        lock (_gate)
        {
            _inFlight++;
            _bytes += check.Bytes;
            if (_lanes.TryAdd(check.CorrelationId, null))
            {
                return true;
            }

            (_lanes[check.CorrelationId] ??= new Queue<AcceptedCheck>()).Enqueue(check);
            return false;
        }
    }

    /// <summary>The answers to these checks are on their way: what may begin now is added to <paramref name="next"/>.</summary>
    public void Answered(ReadOnlySpan<AcceptedCheck> checks, List<AcceptedCheck> next)
    {
        lock (_gate)
        {
            foreach (var check in checks)
            {
                if (_lanes[check.CorrelationId]?.TryDequeue(out var behind) == true)
                {
                    next.Add(behind);
                }
                else
                {
                    _lanes.Remove(check.CorrelationId);
                }
            }
        }
    }

    /// <summary>So many checks are no longer in flight.</summary>
    public void Leave(int checks, long bytes)
    {
        lock (_gate)
        {
            _inFlight -= checks;
            _bytes -= bytes;
            if (_waiting is { } waiting && _inFlight < waiting.Checks && _bytes < waiting.Bytes)
            {
                _waiting = null;
                waiting.SetResult();
            }
        }
    }

    /// <summary>Waits until fewer checks, holding fewer bytes, are in flight.</summary>
    public ValueTask FewerAsync(int checks, long bytes)
    {
        lock (_gate)
        {
            if (_inFlight < checks && _bytes < bytes)
            {
                return ValueTask.CompletedTask;
            }

            _waiting = new Waiting(checks, bytes);
            return new ValueTask(_waiting.Task);
        }
    }

    /// <summary>Whether there is room without waiting.</summary>
    public bool IsFewer(int checks, long bytes)
    {
        lock (_gate)
        {
            return _inFlight < checks && _bytes < bytes;
        }
    }

    private sealed class Waiting(int checks, long bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public int Checks => checks;

        public long Bytes => bytes;
    }
}
