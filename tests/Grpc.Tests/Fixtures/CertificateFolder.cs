using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiDesk.Transport;

namespace AiDesk.Tests.Fixtures;

/// <summary>An authority of the test's own, with a server's certificate on disk and a client's in memory.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aidesk-tls-").FullName;
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public CertificateFolder()
    {
        var request = new CertificateRequest("CN=test authority", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Path("ca.pem"), _authority.ExportCertificatePem());
        WriteServer(TimeSpan.Zero);
    }

    public GrpcTlsOptions ServerOptions(bool clientAuthority) => new()
    {
        CertificateFile = Path("server.pem"),
        KeyFile = Path("server.key"),
        ClientAuthorityFile = clientAuthority ? Path("ca.pem") : null,
    };

    /// <summary>Writes a new certificate with a key of its own. The files' times are moved on, as a test is faster than they are fine.</summary>
    public void WriteServer(TimeSpan later)
    {
        using var issued = Issue("server.test");
        Write("server.pem", issued.ExportCertificatePem(), later);
        using var key = issued.GetECDsaPrivateKey()!;
        Write("server.key", key.ExportPkcs8PrivateKeyPem(), later);
    }

    public void BreakServer(TimeSpan later) => Write("server.key", "half a file", later);

    /// <summary>Trusts this authority only.</summary>
    public SocketsHttpHandler ClientHandler(bool withCertificate)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(_authority);
        if (withCertificate)
        {
            handler.SslOptions.ClientCertificates = [Issue("client.test")];
        }

        return handler;
    }

    public void Dispose()
    {
        _authority.Dispose();
        _authorityKey.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(
            _authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(7), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    private void Write(string name, string text, TimeSpan later)
    {
        File.WriteAllText(Path(name), text);
        File.SetLastWriteTimeUtc(Path(name), DateTime.UtcNow + later);
    }

    private string Path(string name) => System.IO.Path.Combine(_folder, name);
}
