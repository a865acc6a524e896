using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Identity;

/// <summary>
/// An ES256 key pair in a file of the developer's machine, made on first start. It lets a fresh clone mint its own tokens; outside Development it is not trusted.
/// </summary>
internal sealed class DevelopmentKey : IDisposable
{
    /// <summary>The <c>iss</c> of tokens that it signs.</summary>
    public const string Issuer = "aidesk-development";

    private readonly Lock _gate = new();
    private readonly ECDsa _key;

    private DevelopmentKey(ECDsa key)
    {
        _key = key;
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        X = Base64Url.EncodeToString(q.X);
        Y = Base64Url.EncodeToString(q.Y);

        // RFC 7638: the key's thumbprint is its id.
        var canonical = $$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""";
        Id = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    public string Id { get; }

    private string X { get; }

    private string Y { get; }

    /// <summary>Reads the key from a PEM file, or makes it there, readable by its owner only. Throws for a file that holds no P-256 key.</summary>
    public static DevelopmentKey LoadOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            PrivateFolder.Create(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            PrivateFile.CreateIfAbsent(path, made.ExportPkcs8PrivateKeyPem());
        }

        PrivateFile.Protect(path);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize != 256 || key.ExportParameters(false).Curve.Oid.Value != ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                throw new CryptographicException("it is not on P-256");
            }

            return new DevelopmentKey(key);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidOperationException($"The development key {path} cannot be read: {exception.Message}. Delete the file to have a new one made.", exception);
        }
    }

    /// <summary>The public half as a JSON Web Key Set.</summary>
    public string ExportJwks() => $$"""{"keys":[{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","kid":"{{Id}}","use":"sig","alg":"ES256"}]}""";

    /// <summary>Trust in this key, for an environment that is Development. Throws in any other.</summary>
    public TrustedIssuer Trust(string audience, bool isDevelopment)
    {
        if (!isDevelopment)
        {
            throw new InvalidOperationException("The development key is trusted in the Development environment only. Configure issuer, audience and keys.");
        }

        var keys = KeySet.Parse(Encoding.UTF8.GetBytes(ExportJwks()), out var fault) ?? throw new InvalidOperationException(fault);
        return new TrustedIssuer(Issuer, audience, new FixedKeySource(keys));
    }

    /// <summary>ES256 over the text, 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> text)
    {
        lock (_gate)
        {
            return _key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    public void Dispose() => _key.Dispose();
}
