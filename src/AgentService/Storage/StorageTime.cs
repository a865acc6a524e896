namespace AiDesk.Agent.Storage;

/// <summary>Times as the database keeps them.</summary>
internal static class StorageTime
{
    /// <summary>Now, cut to microseconds: what is written is what is read back.</summary>
    public static DateTime Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
