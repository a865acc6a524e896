using System.Security.Cryptography;
using System.Text.Json;

namespace AiDesk.Identity;

/// <summary>
/// Reads one JSON Web Key (RFC 7517): EC on P-256, or RSA from 2,048 to 8,192 bits with an odd public exponent from 3 up. A key that says that it is for
/// something else (<c>use</c>, <c>key_ops</c>, <c>alg</c>), or whose point is not on its curve, is refused.
/// Microsoft.IdentityModel.Tokens is the library to take when it can be restored.
/// </summary>
internal static class JsonWebKey
{
    private const int FieldLength = 32;
    private const int IdLimit = 256;

    /// <summary>Null with the fault in <paramref name="fault"/> when the key cannot be used.</summary>
    public static VerificationKey? Read(JsonElement key, out string fault)
    {
        if (key.ValueKind != JsonValueKind.Object)
        {
            fault = "not an object";
            return null;
        }

        var id = "";
        if (key.TryGetProperty("kid", out var kid) && ((id = StrictJson.TextOf(kid)) is null || id.Length > IdLimit))
        {
            fault = "kid is not a text of at most 256 characters";
            return null;
        }

        if (!IsForVerifying(key, out fault))
        {
            return null;
        }

        var algorithm = SignatureAlgorithm.None;
        if (key.TryGetProperty("alg", out var alg) && (algorithm = SignatureAlgorithms.Parse(StrictJson.TextOf(alg))) == SignatureAlgorithm.None)
        {
            fault = "alg is not one of RS256, PS256, ES256";
            return null;
        }

        try
        {
            return Text(key, "kty") switch
            {
                "EC" => ReadEc(id, key, algorithm, out fault),
                "RSA" => ReadRsa(id, key, algorithm, out fault),
                _ => Refuse("kty is neither EC nor RSA", out fault),
            };
        }
        catch (CryptographicException exception)
        {
            return Refuse(exception.Message, out fault);
        }
    }

    private static bool IsForVerifying(JsonElement key, out string fault)
    {
        fault = "";
        if (key.TryGetProperty("use", out var use) && StrictJson.TextOf(use) != "sig")
        {
            fault = "use is not sig";
            return false;
        }

        if (!key.TryGetProperty("key_ops", out var operations))
        {
            return true;
        }

        if (operations.ValueKind != JsonValueKind.Array || !operations.EnumerateArray().Any(operation => StrictJson.TextOf(operation) == "verify"))
        {
            fault = "key_ops does not hold verify";
            return false;
        }

        return true;
    }

    private static VerificationKey? ReadEc(string id, JsonElement key, SignatureAlgorithm algorithm, out string fault)
    {
        if (algorithm is not (SignatureAlgorithm.None or SignatureAlgorithm.Es256) || Text(key, "crv") != "P-256")
        {
            return Refuse("an EC key is for ES256 on P-256", out fault);
        }

        var x = StrictBase64Url.Decode(Text(key, "x"));
        var y = StrictBase64Url.Decode(Text(key, "y"));
        if (x is not { Length: FieldLength } || y is not { Length: FieldLength })
        {
            return Refuse("x and y are not 32 bytes in base64url", out fault);
        }

        fault = "";

        // The framework refuses a point that is not on the curve.
        return new VerificationKey(id, ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } }));
    }

    private static VerificationKey? ReadRsa(string id, JsonElement key, SignatureAlgorithm algorithm, out string fault)
    {
        if (algorithm == SignatureAlgorithm.Es256)
        {
            return Refuse("an RSA key is for RS256 or PS256", out fault);
        }

        var modulus = StrictBase64Url.Decode(Text(key, "n"));
        var exponent = StrictBase64Url.Decode(Text(key, "e"));
        if (modulus is not { Length: >= 256 and <= 1024 } || modulus[0] == 0 || (modulus[^1] & 1) == 0)
        {
            return Refuse("n is not an odd number of 2,048 to 8,192 bits in base64url without leading zeros", out fault);
        }

        if (exponent is not { Length: >= 1 and <= 8 } || exponent[0] == 0 || (exponent[^1] & 1) == 0 || exponent is [1])
        {
            return Refuse("e is not an odd number of at least 3 and at most 8 bytes in base64url", out fault);
        }

        if (RocaFingerprint.Matches(modulus))
        {
            return Refuse("n was made by a library whose keys can be factored (CVE-2017-15361)", out fault);
        }

        var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        if (rsa.KeySize < 2048)
        {
            rsa.Dispose();
            return Refuse("n has fewer than 2,048 bits", out fault);
        }

        fault = "";
        return new VerificationKey(id, rsa, algorithm);
    }

    private static string Text(JsonElement key, string member) => key.TryGetProperty(member, out var value) ? StrictJson.TextOf(value) ?? "" : "";

    private static VerificationKey? Refuse(string why, out string fault)
    {
        fault = why;
        return null;
    }
}
