using System.Diagnostics;
using AiDesk.Bench.Capacity.Wire;

namespace AiDesk.Bench.Capacity.Running;

/// <summary>What became of calls. Latencies in microseconds.</summary>
internal sealed class Tally
{
    private readonly List<(long Ended, float Latency)> _answered = new(1 << 16);

    public int Answered => _answered.Count;

    /// <summary>Refused by the service: it is overloaded, or the tenant takes more than its share.</summary>
    public int Refused { get; private set; }

    /// <summary>Given up by the caller: there was no room to make the call for too long.</summary>
    public int GivenUp { get; set; }

    public int Offered => Answered + Refused + GivenUp;

    public void Ended(PendingCall call)
    {
        var now = Stopwatch.GetTimestamp();
        if (call.WasAnswered)
        {
            _answered.Add((now, (float)(Stopwatch.GetElapsedTime(call.Made, now).TotalMicroseconds)));
        }
        else
        {
            Refused++;
        }
    }

    /// <summary>Of the time from making a call to its answer; 0 when nothing was answered.</summary>
    public double At(double part) => At([.. _answered.Select(call => call.Latency)], part);

    public static double At(float[] latencies, double part)
    {
        Array.Sort(latencies);
        return latencies.Length == 0 ? 0 : latencies[(int)((latencies.Length - 1) * part)];
    }

    /// <summary>Answered calls by when they ended.</summary>
    public IEnumerable<(long Ended, float Latency)> Calls => _answered;
}
