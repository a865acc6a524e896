using System.Diagnostics;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>How long each check of one decision took, for a caller that asked (<c>CallContext.explain</c>). A retry's times are those of the retry.</summary>
internal sealed class CheckTimes : ICheckWatch
{
    private const int None = -1;

    private readonly long[] _ticks = new long[CheckCatalog.Count];
    private int _current = None;
    private long _since;

    /// <summary>Watches the decision when the caller asked for it.</summary>
    public static void WatchIf(bool explain, Evaluation work)
    {
        if (explain)
        {
            work.Checks.Watch = new CheckTimes();
        }
    }

    public TimeSpan this[CheckKind check] => Stopwatch.GetElapsedTime(0, _ticks[(int)check]);

    public void Begins(CheckKind check)
    {
        var now = Stopwatch.GetTimestamp();
        Close(now);
        (_current, _since) = ((int)check, now);
    }

    /// <summary>A step has ended, and with it the check that was last.</summary>
    public void Ends()
    {
        Close(Stopwatch.GetTimestamp());
        _current = None;
    }

    /// <summary>The one round trip counts for each check that asked something in it.</summary>
    public void Counted(CounterBatch batch, CounterPlan plan, long ticks)
    {
        var seen = 0L;
        for (var i = 0; i < batch.Count; i++)
        {
            var check = 1L << (int)plan[i].Check;
            if ((seen & check) == 0)
            {
                seen |= check;
                _ticks[(int)plan[i].Check] += ticks;
            }
        }
    }

    private void Close(long now)
    {
        if (_current != None)
        {
            _ticks[_current] += now - _since;
        }
    }
}
