using System.Numerics;

namespace AiDesk.Identity;

/// <summary>
/// Recognises RSA moduli of a library that built its primes from powers of 65537 modulo a primorial (CVE-2017-15361): they can be factored. Such a modulus
/// is a power of 65537 modulo every small prime; another modulus is so by chance less than once in 2^27.
/// </summary>
internal static class RocaFingerprint
{
    private static readonly int[] Primes =
    [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151,
        157, 163, 167,
    ];

    public static bool Matches(ReadOnlySpan<byte> bigEndianModulus)
    {
        var modulus = new BigInteger(bigEndianModulus, isUnsigned: true, isBigEndian: true);
        foreach (var prime in Primes)
        {
            if (!IsPowerOf65537((int)(modulus % prime), prime))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPowerOf65537(int residue, int prime)
    {
        var power = 1;
        for (var exponent = 0; exponent < prime; exponent++)
        {
            if (power == residue)
            {
                return true;
            }

            power = (int)((long)power * 65537 % prime);
        }

        return false;
    }
}
