using System.Text.Json;

namespace AiDesk.Client.Calls;

/// <summary>Tokens of one client: fetched once for all calls that wait for one, kept until shortly before they expire.</summary>
internal sealed class TokenSource
{
    /// <summary>A token is fetched anew when it has less than this left.</summary>
    private static readonly TimeSpan Spare = TimeSpan.FromSeconds(10);

    /// <summary>A token that does not say when it expires is fetched anew after this.</summary>
    private static readonly TimeSpan OpaqueLifetime = TimeSpan.FromMinutes(1);

    /// <summary>A provider is told to give up after this; calls that need the token wait no longer than their own deadline.</summary>
    private static readonly TimeSpan FetchTime = TimeSpan.FromSeconds(10);

    private readonly Func<TokenRequest, CancellationToken, ValueTask<string>>? _provider;
    private readonly Lock _gate = new();
    private KnownToken? _known;
    private string? _rejected;
    private Task<string>? _fetch;

    /// <exception cref="ArgumentException">The token cannot stand in a header.</exception>
    public TokenSource(string? token, Func<TokenRequest, CancellationToken, ValueTask<string>>? provider)
    {
        _provider = provider;
        if (provider is not null)
        {
            return;
        }

        _known = string.IsNullOrEmpty(token) || IsToken(token)
            ? new KnownToken(token ?? "", DateTime.MaxValue)
            : throw new ArgumentException("Token must be a bearer token: printable ASCII, without the end of its line.", nameof(token));
    }

    /// <summary>A refused token can be replaced.</summary>
    public bool CanRenew => _provider is not null;

    /// <summary>A good token, when there is one already; empty when calls go without.</summary>
    public string? Current => Volatile.Read(ref _known) is { } known && DateTime.UtcNow < known.StaleAt ? known.Text : null;

    public static TokenSource Of(PolicyClientOptions options)
    {
        if (options.Token is not null && options.TokenProvider is not null)
        {
            throw new ArgumentException("Token and TokenProvider exclude each other.", nameof(options));
        }

        return new TokenSource(options.Token ?? (options.TokenProvider is null ? Environment.GetEnvironmentVariable("AIDESK_TOKEN") : null), options.TokenProvider);
    }

    /// <summary>A token from the provider. Fails as the provider does.</summary>
    public Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        Task<string> fetch;
        lock (_gate)
        {
            fetch = _fetch ??= Task.Run(AskAsync, CancellationToken.None);
        }

        return fetch.WaitAsync(cancellationToken);
    }

    /// <summary>The service has refused this token.</summary>
    public void Reject(string token)
    {
        lock (_gate)
        {
            if (_known?.Text == token)
            {
                _rejected = token;
                _known = null;
            }
        }
    }

    private async Task<string> AskAsync()
    {
        try
        {
            using var time = new CancellationTokenSource(FetchTime);
            var token = await _provider!(new TokenRequest(_rejected), time.Token).AsTask().WaitAsync(time.Token).ConfigureAwait(false);
            if (!IsToken(token))
            {
                throw new InvalidOperationException("It gave no token: a bearer token is printable ASCII, without the end of its line.");
            }

            lock (_gate)
            {
                _rejected = null;
                _known = new KnownToken(token, StaleAt(token));
            }

            return token;
        }
        finally
        {
            lock (_gate)
            {
                _fetch = null;
            }
        }
    }

    private static bool IsToken(string? text) => !string.IsNullOrEmpty(text) && text[0] != ' ' && text[^1] != ' ' && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>When a token is to be replaced, by its own <c>exp</c>. Nothing is verified here: the service does that.</summary>
    private static DateTime StaleAt(string token)
    {
        try
        {
            var payload = token.Split('.') is [_, var middle, _] ? middle : "";
            using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload));
            if (claims.RootElement.TryGetProperty("exp", out var expiry) && expiry.TryGetInt64(out var seconds))
            {
                return DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime - Spare;
            }
        }
        catch (Exception fault) when (fault is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            // An opaque token.
        }

        return DateTime.UtcNow + OpaqueLifetime;
    }

    private sealed record KnownToken(string Text, DateTime StaleAt);
}
