using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters;

/// <summary>Tells one commit's costs from another's: SHA-256 over units and values in the order of the units, cut to 16 bytes.</summary>
internal static class CostHash
{
    public static UInt128 Of(ReadOnlySpan<Amount> costs)
    {
        if (costs.IsEmpty)
        {
            return UInt128.Zero;
        }

        var sorted = costs.ToArray();
        Array.Sort(sorted, (left, right) => string.CompareOrdinal(left.Unit, right.Unit));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var amount in sorted)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, amount.Unit.Length);
            hash.AppendData(number);
            hash.AppendData(Encoding.UTF8.GetBytes(amount.Unit));
            BinaryPrimitives.WriteInt64BigEndian(number, amount.Value);
            hash.AppendData(number);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(hash.GetHashAndReset());
    }
}
