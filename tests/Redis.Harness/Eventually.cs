using System.Diagnostics;

namespace AiDesk.Redis.Harness;

/// <summary>Waits on a condition, never for a time.</summary>
public static class Eventually
{
    /// <summary>Answers how long it took until the condition held; throws <see cref="TimeoutException"/> when it does not hold within the limit (30 s).</summary>
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(30);
        var begun = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(begun) > limit)
            {
                throw new TimeoutException($"not within {limit.TotalSeconds:0} s: {what}");
            }

            await beat.WaitForNextTickAsync();
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    public static Task<TimeSpan> TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) => TrueAsync(() => Task.FromResult(condition()), what, within);
}
