namespace AiDesk.Policy.Service.Notifications;

/// <summary>How long and how often a webhook is tried.</summary>
internal sealed record NotificationOptions
{
    /// <summary>Attempts in all: 12 by default, which with the pauses is about half an hour.</summary>
    public int Attempts { get; init; } = 12;

    /// <summary>Pause after the first failure: 1 s by default. Each further one is twice as long, less up to half by chance.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause: 10 minutes by default.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one attempt may take, from the connection to the answer's headers: 10 s by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts under way at a time: 16 by default.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Of one tenant: 4 by default, so that one tenant's slow webhook holds up nobody else's.</summary>
    public int ConcurrencyPerTenant { get; init; } = 4;

    /// <summary>Most notices in the queue: 10,000 by default. More wait with their held calls until there is room.</summary>
    public int QueueLimit { get; init; } = 10_000;

    /// <summary>Pause between two attempts to record how a notice ended: 1 s by default.</summary>
    public TimeSpan RecordPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The pause after so many failures.</summary>
    /// <param name="failures">1 and up.</param>
    /// <param name="chance">0 to 1: many that fail together do not come back together.</param>
    public TimeSpan PauseAfter(int failures, double chance)
    {
        var pause = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 30)));
        return TimeSpan.FromSeconds(pause * (1 - (chance / 2)));
    }
}
