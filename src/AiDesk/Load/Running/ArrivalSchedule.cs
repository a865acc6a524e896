namespace AiDesk.CommandLine.Load.Running;

/// <summary>
/// When the calls of an open loop are due: at a constant rate, after a ramp that grows in a straight line from nothing. Arrivals do not wait for answers, so that a
/// service that stalls is measured by all who would have asked meanwhile.
/// </summary>
/// <param name="rate">Calls a second at the top.</param>
/// <param name="ramp">How long the rate grows; zero for none.</param>
internal sealed class ArrivalSchedule(double rate, TimeSpan ramp)
{
    /// <summary>How many calls are due by then: the integral of the rate.</summary>
    public long DueBy(TimeSpan elapsed)
    {
        var (seconds, rampSeconds) = (Math.Max(0, elapsed.TotalSeconds), ramp.TotalSeconds);
        return seconds < rampSeconds
            ? (long)(rate * seconds * seconds / (2 * rampSeconds))
            : (long)(rate * (seconds - (rampSeconds / 2)));
    }

    /// <summary>When the n-th call (from 1) is due: the inverse.</summary>
    public TimeSpan DueAt(long number)
    {
        var duringRamp = rate * ramp.TotalSeconds / 2;
        return number <= duringRamp
            ? TimeSpan.FromSeconds(Math.Sqrt(2 * ramp.TotalSeconds * number / rate))
            : TimeSpan.FromSeconds((number / rate) + (ramp.TotalSeconds / 2));
    }
}
