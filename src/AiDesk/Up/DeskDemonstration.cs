using AiDesk.Agent;
using AiDesk.CommandLine.Display;

namespace AiDesk.CommandLine.Up;

/// <summary>Fills the demo tenants' pages while the desk serves already. A demonstration that does not come off is said and stops nothing.</summary>
internal sealed class DeskDemonstration : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task _playing;

    private DeskDemonstration(RunningAgentService? desk, Terminal terminal) => _playing = desk is null ? Task.CompletedTask : PlayAsync(desk, terminal, _end.Token);

    /// <param name="desk">Null for none to be filled.</param>
    /// <param name="terminal">Where its end is said.</param>
    public static DeskDemonstration Begin(RunningAgentService? desk, Terminal terminal) => new(desk, terminal);

    /// <summary>What was begun stays as it is; scenes that were not begun are played at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private static async Task PlayAsync(RunningAgentService desk, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            await desk.PlayDemoAsync(cancellation).ConfigureAwait(false);
            terminal.Line("  The demo tenants have their conversations: the pages are worth a look.");
        }
        catch (OperationCanceledException)
        {
            // The service ends.
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            terminal.Problem($"  The demo tenants do not have all of their conversations: {fault.Message}");
        }
    }
}
