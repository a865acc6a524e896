using System.Diagnostics;

namespace AiDesk.Policy.Service.Records.Journals;

/// <summary>
/// What a journal needs of the disk, off the path: a spare segment is always ready, and what was appended is forced to the disk on an interval. A disk that
/// is full is tried again.
/// </summary>
internal sealed class JournalUpkeep(JournalFolder folder, JournalOptions options) : IAsyncDisposable
{
    /// <summary>Spares that are kept ready: a burst fills one while the next is made.</summary>
    private const int Spares = 2;

    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<JournalSegment> _dirty = [];
    private Task _running = Task.CompletedTask;
    private JournalSegment? _current;
    private int _woken;
    private string _spareFault = "";
    private string _syncFault = "";

    /// <summary>Why there is no spare, or why what was appended is not on the disk; empty when all is well.</summary>
    public string Fault => Volatile.Read(ref _spareFault) is { Length: > 0 } fault ? fault : Volatile.Read(ref _syncFault);

    /// <summary>The first spare is made before this comes back: the first decision can be recorded.</summary>
    public void Start()
    {
        Do(() => folder.Refill(1), ref _spareFault);
        Wake();
        _running = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>There may be something to do.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _woken, 1) == 0)
        {
            _wake.Release();
        }
    }

    /// <summary>Appends go to that segment from here on; the last one is forced to the disk once more.</summary>
    public void Use(JournalSegment segment)
    {
        lock (_gate)
        {
            if (_current is { } last)
            {
                _dirty.Add(last);
            }

            _current = segment;
        }

        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Do(Sync, ref _syncFault);
        _wake.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var synced = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = options.SyncInterval - Stopwatch.GetElapsedTime(synced);
            if (await _wake.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
            {
                Volatile.Write(ref _woken, 0);
            }

            Do(() => folder.Refill(Spares), ref _spareFault);
            if (Stopwatch.GetElapsedTime(synced) >= options.SyncInterval)
            {
                Do(Sync, ref _syncFault);
                synced = Stopwatch.GetTimestamp();
            }
        }
    }

    private void Sync()
    {
        JournalSegment[] segments;
        lock (_gate)
        {
            segments = _current is { } current ? [.. _dirty, current] : [.. _dirty];
            _dirty.Clear();
        }

        foreach (var segment in segments)
        {
            segment.Sync();
        }

        folder.SyncDelivered();
    }

    private static void Do(Action action, ref string fault)
    {
        try
        {
            action();
            Volatile.Write(ref fault, "");
        }
        catch (Exception exception)
        {
            // Whatever it is: without upkeep the journal would stay full for good.
            Volatile.Write(ref fault, exception.Message);
        }
    }
}
