namespace AiDesk.Identity;

/// <summary>Whose tokens a service takes: the configured issuer's, and in Development those of the development key.</summary>
internal sealed class TrustedIssuers : IDisposable
{
    private readonly List<TrustedIssuer> _issuers = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly DevelopmentKey? _developmentKey;

    /// <param name="settings">Who may sign, and for which audience.</param>
    /// <param name="cache">Forgets what it knows when a key is gone.</param>
    /// <param name="clock">Says when keys are due.</param>
    public TrustedIssuers(IdentitySettings settings, PrincipalCache cache, TimeProvider clock)
    {
        if (settings is { Issuer: { } issuer, Jwks: { } jwks })
        {
            Configured = new JwksKeySource(JwksKeySource.Reader(jwks, _http), clock, cache.Clear);
            _issuers.Add(new TrustedIssuer(issuer, settings.Audience, Configured));
        }

        if (settings.DevelopmentState is { } folder)
        {
            _developmentKey = DevelopmentKey.LoadOrCreate(DevelopmentKeyPath(folder));
            _issuers.Add(_developmentKey.Trust(settings.Audience, isDevelopment: true));
        }
    }

    /// <summary>The configured issuer's keys; null in Development without one.</summary>
    public JwksKeySource? Configured { get; }

    public IReadOnlyList<TrustedIssuer> All => _issuers;

    public static string DevelopmentKeyPath(string stateDirectory) => Path.Combine(stateDirectory, "development-key.pem");

    public void Dispose()
    {
        _developmentKey?.Dispose();
        _http.Dispose();
    }
}
