using AiDesk.Agent.Storage;
using Dapper;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace AiDesk.Agent.Runs;

/// <summary>
/// Carries signals between processes with LISTEN and NOTIFY. NOTIFY is a statement of its own behind the commit, not part of the transaction: there it would
/// make all commits of the server queue up behind one lock. What a crash loses in between, polling finds.
/// </summary>
internal sealed class SignalRelay(DeskDatabase database, DeskSignals signals, TimeProvider clock) : BackgroundService
{
    private const string Channel = "aidesk_desk";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _self = Guid.NewGuid().ToString("N");
    private readonly SemaphoreSlim _due = new(0, 1);
    private int _raised;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signals.Raised += Note;
        try
        {
            await Task.WhenAll(KeepAsync(ListenAsync, stoppingToken), KeepAsync(TellAsync, stoppingToken)).ConfigureAwait(false);
        }
        finally
        {
            signals.Raised -= Note;
        }
    }

    public override void Dispose()
    {
        _due.Dispose();
        base.Dispose();
    }

    private void Note(DeskSignal signal)
    {
        // Many signals until the next NOTIFY are one.
        if (Interlocked.Or(ref _raised, 1 << (int)signal) == 0)
        {
            try
            {
                _due.Release();
            }
            catch (SemaphoreFullException)
            {
                // It is awake already.
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await _due.WaitAsync(cancellationToken).ConfigureAwait(false);
            var raised = Interlocked.Exchange(ref _raised, 0);
            await connection.ExecuteAsync(new CommandDefinition("SELECT pg_notify(@Channel, @payload)", new { Channel, payload = $"{_self} {raised}" }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenWorkerAsync(cancellationToken).ConfigureAwait(false);
        connection.Notification += Hear;
        try
        {
            await connection.ExecuteAsync(new CommandDefinition("LISTEN " + Channel, cancellationToken: cancellationToken)).ConfigureAwait(false);
            while (true)
            {
                await connection.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            connection.Notification -= Hear;
        }
    }

    private void Hear(object sender, NpgsqlNotificationEventArgs notification)
    {
        if (notification.Payload.Split(' ') is [var from, var word] && from != _self
            && int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var raised))
        {
            foreach (var signal in Enum.GetValues<DeskSignal>().Where(signal => (raised & (1 << (int)signal)) != 0))
            {
                signals.Relay(signal);
            }
        }
    }

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await work(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
            {
                // The database is away: polling goes on without signals.
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
