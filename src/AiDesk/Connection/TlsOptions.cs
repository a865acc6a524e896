using System.CommandLine;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AiDesk.CommandLine.Connection;

/// <summary>Whom a command trusts when the address is https, and the certificate that it presents.</summary>
internal sealed class TlsOptions
{
    private readonly Option<string> _authority = new("--tls-ca")
    {
        Description = "PEM file of the authorities that the service's certificate must come from; without it those of the system.",
    };

    private readonly Option<string> _certificate = new("--tls-certificate") { Description = "PEM file of the certificate to present, for a service that asks for one." };

    private readonly Option<string> _key = new("--tls-key") { Description = "PEM file of that certificate's private key." };

    public void AddTo(Command command)
    {
        command.Add(_authority);
        command.Add(_certificate);
        command.Add(_key);
    }

    /// <summary>What connections are made with; null when no option was given. Throws <see cref="CommandFailure"/> for files that do not load.</summary>
    public SslClientAuthenticationOptions? Read(ParseResult parsed)
    {
        var (authority, certificate, key) = (parsed.GetValue(_authority), parsed.GetValue(_certificate), parsed.GetValue(_key));
        if (certificate is null != key is null)
        {
            throw CommandFailure.Usage("--tls-certificate and --tls-key are needed together.");
        }

        if (authority is null && certificate is null)
        {
            return null;
        }

        try
        {
            return new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = authority is null ? null : TrustIn(authority),
                ClientCertificates = certificate is null ? null : [X509Certificate2.CreateFromPemFile(certificate, key)],
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw CommandFailure.Usage(problem.Message);
        }
    }

    private static X509ChainPolicy TrustIn(string authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(authority);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException($"{authority} holds no certificate.");
    }
}
