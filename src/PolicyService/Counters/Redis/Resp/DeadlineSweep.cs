using System.Diagnostics;

namespace AiDesk.Policy.Service.Counters.Redis.Resp;

/// <summary>
/// Looks for callers that have waited long enough, while anybody waits: what a deadline can be late by. One timer for all calls of a connection, since a
/// timer for each costs more than the call.
/// </summary>
internal sealed class DeadlineSweep : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>A look that comes later than this was kept from coming: replies may lie there unread.</summary>
    private static readonly TimeSpan Starved = 4 * Interval;

    private readonly Action<long, bool> _look;
    private readonly Timer _timer;
    private bool _isOn;
    private long _lookedAt;

    /// <param name="look">Is told the moment until which calls are late, and whether this process had no time itself.</param>
    public DeadlineSweep(Action<long, bool> look)
    {
        _look = look;
        _timer = new Timer(static sweep => ((DeadlineSweep)sweep!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Under the connection's lock.</summary>
    public void Start()
    {
        if (!_isOn)
        {
            _isOn = true;
            _lookedAt = Stopwatch.GetTimestamp();
            _timer.Change(Interval, Interval);
        }
    }

    /// <summary>Under the connection's lock: nobody waits.</summary>
    public void Stop()
    {
        _isOn = false;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = Stopwatch.GetTimestamp();
        var isStarved = Stopwatch.GetElapsedTime(Interlocked.Exchange(ref _lookedAt, now), now) > Starved;

        // Who reads replies was kept from it as long as this was: it gets the time to do so before callers are told that nothing came.
        _look(isStarved ? now - (long)(Starved.TotalSeconds * Stopwatch.Frequency) : now, isStarved);
    }
}
