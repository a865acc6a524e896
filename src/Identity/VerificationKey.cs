using System.Security.Cryptography;

namespace AiDesk.Identity;

/// <summary>
/// One public key. Its type, and its own <c>alg</c> when it has one, bind which algorithms it verifies: a token cannot pick another.
/// </summary>
internal sealed class VerificationKey : IDisposable
{
    /// <summary>P-256: r and s, 32 bytes each (RFC 7518 section 3.4).</summary>
    private const int Es256SignatureLength = 64;

    // The framework promises no thread safety for instance members of keys; principals are cached, so the lock is seldom met.
    private readonly Lock _gate = new();
    private readonly ECDsa? _ec;
    private readonly RSA? _rsa;
    private readonly SignatureAlgorithm _only;

    /// <param name="id">The key's <c>kid</c>; empty when it has none.</param>
    /// <param name="ec">A P-256 key.</param>
    public VerificationKey(string id, ECDsa ec)
    {
        Id = id;
        Thumbprint = Convert.ToHexString(SHA256.HashData(ec.ExportSubjectPublicKeyInfo()));
        _ec = ec;
        _only = SignatureAlgorithm.Es256;
    }

    /// <param name="id">The key's <c>kid</c>; empty when it has none.</param>
    /// <param name="rsa">A key of 2,048 bits or more.</param>
    /// <param name="only">The one algorithm that it is for; <see cref="SignatureAlgorithm.None"/> when it does not say: RS256 and PS256.</param>
    public VerificationKey(string id, RSA rsa, SignatureAlgorithm only)
    {
        Id = id;
        Thumbprint = Convert.ToHexString(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()));
        _rsa = rsa;
        _only = only;
    }

    public string Id { get; }

    /// <summary>SHA-256 of the public key: tells a key from another that took over its id.</summary>
    public string Thumbprint { get; }

    public bool Accepts(SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.Es256 => _ec is not null,
        SignatureAlgorithm.Rs256 or SignatureAlgorithm.Ps256 => _rsa is not null && (_only == SignatureAlgorithm.None || _only == algorithm),
        _ => false,
    };

    /// <summary>False for a wrong signature, a signature of another length, or an algorithm that the key is not for.</summary>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (!Accepts(algorithm))
        {
            return false;
        }

        lock (_gate)
        {
            if (_ec is not null)
            {
                return signature.Length == Es256SignatureLength
                    && _ec.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }

            var padding = algorithm == SignatureAlgorithm.Ps256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
            return signature.Length == (_rsa!.KeySize + 7) / 8 && _rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, padding);
        }
    }

    public void Dispose()
    {
        _ec?.Dispose();
        _rsa?.Dispose();
    }
}
