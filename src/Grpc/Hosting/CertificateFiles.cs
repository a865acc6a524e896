using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AiDesk.Transport;

/// <summary>
/// The certificates of a listener. Each handshake looks at the files' times, and a pair that does not load leaves the last good one in use:
/// a renewal that writes two files is seen half done in between.
/// </summary>
internal sealed class CertificateFiles
{
    private readonly GrpcTlsOptions _options;
    private readonly List<SslApplicationProtocol> _protocols;
    private readonly Lock _gate = new();
    private Loaded _loaded;

    /// <summary>Throws when the files cannot be loaded at first.</summary>
    public CertificateFiles(GrpcTlsOptions options, List<SslApplicationProtocol> protocols)
    {
        _options = options;
        _protocols = protocols;
        _loaded = Load(Stamp());
    }

    public SslServerAuthenticationOptions Handshake()
    {
        lock (_gate)
        {
            var stamp = Stamp();
            if (stamp != _loaded.Stamp)
            {
                try
                {
                    _loaded = Load(stamp);
                }
                catch (Exception e) when (e is IOException or System.Security.Cryptography.CryptographicException or UnauthorizedAccessException or ArgumentException)
                {
                    // The next handshake tries again.
                }
            }

            return _loaded.Options;
        }
    }

    private (DateTime, DateTime, DateTime) Stamp()
        => (
            File.GetLastWriteTimeUtc(_options.CertificateFile),
            File.GetLastWriteTimeUtc(_options.KeyFile),
            _options.ClientAuthorityFile is { } file ? File.GetLastWriteTimeUtc(file) : default);

    private Loaded Load((DateTime, DateTime, DateTime) stamp)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_options.CertificateFile);
        var certificate = X509Certificate2.CreateFromPemFile(_options.CertificateFile, _options.KeyFile);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            ApplicationProtocols = _protocols,
        };
        if (_options.ClientAuthorityFile is { } file)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            options.ClientCertificateRequired = true;
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
            options.RemoteCertificateValidationCallback = static (_, presented, _, errors) => presented is not null && errors == SslPolicyErrors.None;
        }

        return new Loaded(stamp, options);
    }

    private sealed record Loaded((DateTime, DateTime, DateTime) Stamp, SslServerAuthenticationOptions Options);
}
