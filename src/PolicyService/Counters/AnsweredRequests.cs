using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>
/// Readings by request id, ten minutes or until <paramref name="limit"/> newer ones. All last equally long, so the oldest is always the first to go. Used
/// under the tenant's lock.
/// </summary>
internal sealed class AnsweredRequests(int limit)
{
    /// <summary>How long a retry gets the first answer, in milliseconds.</summary>
    public const long KeptForMs = 10 * 60_000;

    private readonly Dictionary<string, StoredReadings> _byId = new(StringComparer.Ordinal);
    private readonly Queue<StoredReadings> _oldestFirst = new();
    private readonly Stack<StoredReadings> _spare = new();

    public int Count => _byId.Count;

    /// <summary>Forgotten before their time to make room.</summary>
    public long ForgottenEarly { get; private set; }

    /// <summary>True when the batch is a retry, or misuses another request's id: its readings say which, and nothing is to be counted.</summary>
    public bool TryRepeat(CounterBatch batch, long now)
    {
        Sweep(now, 2);
        if (!_byId.TryGetValue(batch.Request.Id, out var stored) || stored.ExpiresAt <= now)
        {
            return false;
        }

        if (stored.Mark.Fingerprint == batch.Request.Fingerprint)
        {
            stored.CopyTo(batch.Readings);
        }
        else
        {
            batch.Readings.RequestIdReused = true;
            batch.Readings.Severity = Decisions.Verdict.Deny;
        }

        return true;
    }

    public void Store(CounterBatch batch, long now)
    {
        Forget(batch.Request.Id);
        while (_byId.Count >= limit)
        {
            ForgottenEarly++;
            ForgetOldest();
        }

        var stored = _spare.TryPop(out var spare) ? spare : new StoredReadings();
        stored.CopyFrom(batch, now + KeptForMs);
        _byId.Add(batch.Request.Id, stored);
        _oldestFirst.Enqueue(stored);
    }

    /// <summary>True when there may be more to forget.</summary>
    public bool Sweep(long now, int most)
    {
        while (most-- > 0)
        {
            if (!_oldestFirst.TryPeek(out var stored) || stored.ExpiresAt > now)
            {
                return false;
            }

            ForgetOldest();
        }

        return true;
    }

    // An expired request whose id is used again is at the front of the queue or close to it.
    private void Forget(string id)
    {
        while (_byId.ContainsKey(id) && _oldestFirst.Count > 0)
        {
            ForgetOldest();
        }
    }

    private void ForgetOldest()
    {
        var oldest = _oldestFirst.Dequeue();
        _byId.Remove(oldest.Mark.Id);
        if (_spare.Count < 64)
        {
            _spare.Push(oldest);
        }
    }
}
