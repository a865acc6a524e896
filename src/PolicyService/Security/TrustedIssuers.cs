namespace AiDesk.Policy.Service.Security;

/// <summary>Whose tokens this service takes: the configured issuer's, and in Development those of the development key.</summary>
internal sealed class TrustedIssuers : IDisposable
{
    private readonly List<TrustedIssuer> _issuers = [];
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly DevelopmentKey? _developmentKey;

    public TrustedIssuers(PolicyServiceOptions options, PrincipalCache cache, TimeProvider clock)
    {
        if (options is { Issuer: { } issuer, Jwks: { } jwks })
        {
            Configured = new JwksKeySource(JwksKeySource.Reader(jwks, _http), clock, cache.Clear);
            _issuers.Add(new TrustedIssuer(issuer, options.Audience, Configured));
        }

        if (options.Development)
        {
            _developmentKey = DevelopmentKey.LoadOrCreate(DevelopmentKeyPath(options.StateDirectory));
            _issuers.Add(_developmentKey.Trust(options.Audience, isDevelopment: true));
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
