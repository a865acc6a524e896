using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiDesk.Tests.Running;

/// <summary>A certificate authority of a test's own; what it issues lies as PEM files in a folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TemporaryFolder _folder;
    private readonly X509Certificate2 _certificate;

    public TestAuthority(TemporaryFolder folder, string name)
    {
        _folder = folder;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File = folder.Write($"{name}.pem", _certificate.ExportCertificatePem());
    }

    /// <summary>Its certificate.</summary>
    public string File { get; }

    /// <summary>Writes a certificate for loopback and its key to <c>NAME.pem</c> and <c>NAME.key</c>, over those that were there.</summary>
    /// <param name="name">Of the files, and the certificate's subject.</param>
    /// <param name="later">How much newer the files are than now, as a test is faster than file times are fine.</param>
    /// <returns>The serial number.</returns>
    public string Issue(string name, TimeSpan later = default)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(7), RandomNumberGenerator.GetBytes(8));
        Write($"{name}.pem", issued.ExportCertificatePem(), later);
        Write($"{name}.key", key.ExportPkcs8PrivateKeyPem(), later);
        return issued.SerialNumber;
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private void Write(string file, string text, TimeSpan later) => System.IO.File.SetLastWriteTimeUtc(_folder.Write(file, text), DateTime.UtcNow + later);
}
