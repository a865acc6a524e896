using System.Net;

namespace AiDesk.Identity;

/// <summary>
/// Keys of a JSON Web Key Set at an address or in a file. Loaded every ten minutes, and for an unknown key id at most once a minute. When a load fails, the
/// last good set serves on for a day; after that nothing is trusted. A key that is withdrawn takes the principals it signed with it.
/// </summary>
internal sealed class JwksKeySource : IKeySource, IDisposable
{
    /// <summary>Least time between two loads.</summary>
    public static readonly TimeSpan LeastInterval = TimeSpan.FromMinutes(1);

    /// <summary>Age at which a set is loaded again.</summary>
    public static readonly TimeSpan ReloadAfter = TimeSpan.FromMinutes(10);

    /// <summary>Age at which a set that could not be loaded again is no longer trusted.</summary>
    public static readonly TimeSpan TrustFor = TimeSpan.FromDays(1);

    private readonly Func<CancellationToken, Task<byte[]>> _read;
    private readonly TimeProvider _clock;
    private readonly Action _withdrawn;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Loaded _loaded = new(KeySet.Empty, DateTimeOffset.MinValue);
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;

    /// <param name="read">Reads the document: <see cref="Reader"/>.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="withdrawn">Called when a key that was there is there no more: clear the principal cache.</param>
    public JwksKeySource(Func<CancellationToken, Task<byte[]>> read, TimeProvider clock, Action withdrawn)
    {
        _read = read;
        _clock = clock;
        _withdrawn = withdrawn;
    }

    /// <summary>Why the last load failed; empty when it did not. For health and the log.</summary>
    public string LastFault { get; private set; } = "";

    /// <summary>When the keys were last loaded; null when they never were.</summary>
    public DateTimeOffset? LoadedAt => _loaded.At == DateTimeOffset.MinValue ? null : _loaded.At;

    public KeySet Current
    {
        get
        {
            var loaded = _loaded;
            return _clock.GetUtcNow() - TrustFor < loaded.At ? loaded.Keys : KeySet.Empty;
        }
    }

    /// <summary>Loading is due: call <see cref="RefreshAsync"/> off the path of a request.</summary>
    public bool IsDue => _clock.GetUtcNow() - ReloadAfter >= _loaded.At;

    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = _clock.GetUtcNow();
            if (now - _triedAt < LeastInterval)
            {
                // Another caller waited for the same load: it may have brought the key.
                return _loaded.At >= _triedAt && _loaded.Keys.Count > 0;
            }

            _triedAt = now;
            return await LoadAsync(now, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<bool> LoadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var document = await _read(cancellationToken).ConfigureAwait(false);
            if (KeySet.Parse(document, out var fault) is not { } keys)
            {
                LastFault = fault;
                return false;
            }

            var before = _loaded.Keys;
            _loaded = new Loaded(keys, now);
            LastFault = "";
            if (!before.IsKeptBy(keys))
            {
                _withdrawn();
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or UnauthorizedAccessException or TaskCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            LastFault = exception.Message;
            return false;
        }
    }

    /// <summary>Reads from an https or http address, or from a file. Plain http is for loopback only: whoever answers it decides who is trusted.</summary>
    public static Func<CancellationToken, Task<byte[]>> Reader(string location, HttpClient http)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var address) || address.IsFile)
        {
            return cancellationToken => ReadFileAsync(location, cancellationToken);
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            throw new ArgumentException($"'{location}' is neither a file, nor https, nor http on loopback.", nameof(location));
        }

        return cancellationToken => ReadAddressAsync(http, address, cancellationToken);
    }

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path) is { Exists: true, Length: > KeySet.SizeLimit })
        {
            throw new IOException($"{path} is larger than {KeySet.SizeLimit} bytes");
        }

        return await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<byte[]> ReadAddressAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException($"{address} answered {(int)response.StatusCode}");
        }

        await response.Content.LoadIntoBufferAsync(KeySet.SizeLimit, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed record Loaded(KeySet Keys, DateTimeOffset At);
}
