using Microsoft.Extensions.Hosting;

namespace AiDesk.Policy.Service.Policies;

/// <summary>
/// Loads the policies before anything else starts, then scans again when the file system reports a change and, because mounts and network shares report
/// none, every <paramref name="rescanEvery"/>.
/// </summary>
/// <param name="directory">The directory that <paramref name="folder"/> reads.</param>
/// <param name="folder">Does the work.</param>
/// <param name="clock">For the waiting.</param>
/// <param name="debounce">How long a change must rest before it counts: editors and deployments write in several steps.</param>
/// <param name="rescanEvery">Longest time between two scans.</param>
/// <param name="store">Where the store of policies shows a change; null without one.</param>
internal sealed class PolicyFolderWatch(
    string directory, PolicyFolder folder, TimeProvider clock, TimeSpan debounce, TimeSpan rescanEvery, string? store = null) : BackgroundService
{
    /// <summary>250 ms.</summary>
    public static TimeSpan DefaultDebounce { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>10 s.</summary>
    public static TimeSpan DefaultRescan { get; } = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _changes = new(0, 1);
    private FileSystemWatcher? _watcher;
    private FileSystemWatcher? _storeWatcher;

    /// <summary>Throws <see cref="NoPolicyException"/> when not one policy loads: a service without policies would refuse everything and look healthy.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Watched before it is read, so that no change falls between the two.
        _watcher = Watcher(directory);
        _storeWatcher = store is null ? null : Watcher(store);
        if (!folder.Load())
        {
            throw new NoPolicyException(directory, folder.Errors);
        }

        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _watcher?.Dispose();
        _storeWatcher?.Dispose();
        _changes.Dispose();
    }

    /// <summary>Ends without a fault when it is stopped: a host that could not start disposes of it, and would report a cancelled service as a failed one.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_changes.WaitAsync(wait.Token), Task.Delay(rescanEvery, clock, wait.Token)).ConfigureAwait(false);
            await wait.CancelAsync().ConfigureAwait(false);
            do
            {
                await Task.Delay(debounce, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            while (!stoppingToken.IsCancellationRequested && !folder.Scan());
        }
    }

    /// <summary>Null where the system has no more watches to give: then the rescans find what changed.</summary>
    private FileSystemWatcher? Watcher(string watched)
    {
        try
        {
            var watcher = new FileSystemWatcher(watched) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
            watcher.Changed += (_, _) => Signal();
            watcher.Created += (_, _) => Signal();
            watcher.Deleted += (_, _) => Signal();
            watcher.Renamed += (_, _) => Signal();
            watcher.Error += (_, _) => Signal();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception refused) when (refused is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Signal()
    {
        try
        {
            if (_changes.CurrentCount == 0)
            {
                _changes.Release();
            }
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Another event was there first, or the service has stopped.
        }
    }
}
