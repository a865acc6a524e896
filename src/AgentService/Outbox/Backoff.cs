using AiDesk.Agent.Runs;

namespace AiDesk.Agent.Outbox;

/// <summary>How long to wait between attempts: twice as long each time up to a limit, half of it drawn so that those who failed together do not return together.</summary>
internal sealed class Backoff(DeskRunsOptions options)
{
    private readonly Lock _gate = new();
    private readonly Random _draws = new(options.JitterSeed);

    /// <param name="attempt">The one that failed, from 1.</param>
    public TimeSpan After(int attempt)
    {
        // 2^20 times any base is beyond every limit.
        var whole = TimeSpan.FromTicks(Math.Min(options.BackoffLimit.Ticks, options.BackoffBase.Ticks << Math.Clamp(attempt - 1, 0, 20)));
        double drawn;
        lock (_gate)
        {
            drawn = _draws.NextDouble();
        }

        return whole * (0.5 + (0.5 * drawn));
    }
}
