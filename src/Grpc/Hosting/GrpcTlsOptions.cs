namespace AiDesk.Transport;

/// <summary>Where a listener's certificates are. PEM files; they are read again when they change, for connections made after that.</summary>
public sealed class GrpcTlsOptions
{
    /// <summary>The server's certificate, with intermediates behind it if there are any.</summary>
    public required string CertificateFile { get; set; }

    /// <summary>Its private key, not encrypted.</summary>
    public required string KeyFile { get; set; }

    /// <summary>The authorities whose certificates clients must present; null asks for none.</summary>
    public string? ClientAuthorityFile { get; set; }
}
