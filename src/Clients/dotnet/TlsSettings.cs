using System.Security.Cryptography.X509Certificates;

namespace AiDesk.Client;

/// <summary>TLS of the connection.</summary>
public sealed record TlsSettings
{
    /// <summary>Authorities that may have signed the service's certificate, and nobody else; null for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The client's own certificate with its private key, for a service that asks for one.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Name that the service's certificate must be for, where it is not the address's host.</summary>
    public string? ServerName { get; init; }

    /// <summary>Reads PEM files.</summary>
    /// <param name="authorities">Certificates of authorities; null for the system's.</param>
    /// <param name="certificate">The client's certificate; <paramref name="key"/> goes with it.</param>
    /// <param name="key">Its private key.</param>
    /// <exception cref="ArgumentException">A certificate without its key, or the other way round.</exception>
    public static TlsSettings FromPemFiles(string? authorities = null, string? certificate = null, string? key = null)
    {
        if (certificate is null != key is null)
        {
            throw new ArgumentException("A client certificate and its key go together.", certificate is null ? nameof(certificate) : nameof(key));
        }

        X509Certificate2Collection? trusted = null;
        if (authorities is not null)
        {
            trusted = [];
            trusted.ImportFromPemFile(authorities);
        }

        return new TlsSettings { Authorities = trusted, Certificate = certificate is null ? null : X509Certificate2.CreateFromPemFile(certificate, key) };
    }
}
