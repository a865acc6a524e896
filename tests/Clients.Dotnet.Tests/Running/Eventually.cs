namespace AiDesk.Client.Tests.Running;

/// <summary>Waits for a condition, not for a time; only what never comes ends it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var timer = new PeriodicTimer(Between);
        using var never = new CancellationTokenSource(Never);
        while (!condition())
        {
            if (!await timer.WaitForNextTickAsync(CancellationToken.None) || never.IsCancellationRequested)
            {
                throw new TimeoutException("It never came: " + otherwise());
            }
        }
    }

    /// <summary>Asks until the service is there again.</summary>
    public static async Task<T> AnsweredAsync<T>(Func<Task<T>> ask)
    {
        using var timer = new PeriodicTimer(Between);
        using var never = new CancellationTokenSource(Never);
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (PolicyUnavailableException) when (!never.IsCancellationRequested)
            {
                await timer.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }
}
