namespace Grpc.Server;

/// <summary>Calls back when something takes too long. Started, stopped and calling back under the call's gate, so that a stop is never too late.</summary>
internal sealed class StallTimer : IDisposable
{
    private readonly Lock _gate;
    private readonly TimeSpan _timeout;
    private readonly Action _stalled;
    private readonly Timer _timer;
    private bool _running;

    public StallTimer(Lock gate, TimeSpan timeout, Action stalled)
    {
        _gate = gate;
        _timeout = timeout;
        _stalled = stalled;
        _timer = new Timer(static state => ((StallTimer)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts, or starts anew.</summary>
    public void Start()
    {
        _running = true;
        _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
    }

    public void Stop()
    {
        if (_running)
        {
            _running = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _running = false;
        _timer.Dispose();
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_running)
            {
                _running = false;
                _stalled();
            }
        }
    }
}
