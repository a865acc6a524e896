namespace AiDesk.Policy.Service.Notifications;

/// <summary>The notices that wait for their time, bounded, each once; and how many are under way for whom.</summary>
internal sealed class NoticeQueue(NotificationOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<NoticeJob, DateTimeOffset> _due = new();
    private readonly HashSet<(string, Guid, int)> _known = [];
    private readonly Dictionary<string, int> _active = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Queue<NoticeJob>> _parked = new(StringComparer.Ordinal);
    private int _running;

    /// <summary>Some did not fit and wait with their calls.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>False when there is no room. One that is known already is not added again.</summary>
    public bool TryAdd(NoticeJob job)
    {
        lock (_gate)
        {
            if (_known.Contains(job.Key))
            {
                return true;
            }

            if (_known.Count >= options.QueueLimit)
            {
                Overflowed = true;
                return false;
            }

            _known.Add(job.Key);
            _due.Enqueue(job, clock.GetUtcNow());
            return true;
        }
    }

    /// <summary>True, once, when enough has gone that what overflowed can be fetched.</summary>
    public bool TakeOverflow()
    {
        lock (_gate)
        {
            var fetch = Overflowed && _known.Count <= options.QueueLimit / 2;
            Overflowed &= !fetch;
            return fetch;
        }
    }

    /// <summary>The next that is due and may be started; null when there is none now. <see cref="Ended"/> must follow.</summary>
    public NoticeJob? TryStart()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            while (_running < options.Concurrency && _due.TryPeek(out var job, out var due) && due <= now)
            {
                _due.Dequeue();
                var active = _active.GetValueOrDefault(job.Call.Tenant);
                if (active < options.ConcurrencyPerTenant)
                {
                    _active[job.Call.Tenant] = active + 1;
                    _running++;
                    return job;
                }

                Park(job);
            }

            return null;
        }
    }

    /// <param name="job">What was started.</param>
    /// <param name="again">When it is to be started again; null when it is over.</param>
    public void Ended(NoticeJob job, TimeSpan? again)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            _running--;
            if (--_active[job.Call.Tenant] == 0)
            {
                _active.Remove(job.Call.Tenant);
            }

            if (again is { } pause)
            {
                _due.Enqueue(job, now + pause);
            }
            else
            {
                _known.Remove(job.Key);
            }

            if (_parked.TryGetValue(job.Call.Tenant, out var parked))
            {
                _due.Enqueue(parked.Dequeue(), now);
                if (parked.Count == 0)
                {
                    _parked.Remove(job.Call.Tenant);
                }
            }
        }
    }

    /// <summary>How long until the next is due; null when nothing waits for its time.</summary>
    public TimeSpan? UntilDue()
    {
        lock (_gate)
        {
            if (_running >= options.Concurrency || !_due.TryPeek(out _, out var due))
            {
                return null;
            }

            var wait = due - clock.GetUtcNow();
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    // Its tenant has as many under way as it may: it goes on when one of them ends.
    private void Park(NoticeJob job)
    {
        if (!_parked.TryGetValue(job.Call.Tenant, out var parked))
        {
            parked = new Queue<NoticeJob>();
            _parked.Add(job.Call.Tenant, parked);
        }

        parked.Enqueue(job);
    }
}
