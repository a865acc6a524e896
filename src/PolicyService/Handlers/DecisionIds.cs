using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>
/// Ids of decisions: UUIDv7 (RFC 9562, 5.7), 74 random bits from the system's generator, fetched for many ids at once: a system call for each would cost as
/// much as a check of the counters.
/// </summary>
internal static class DecisionIds
{
    private const int IdLength = 16;
    private const int Stock = 256 * IdLength;

    [ThreadStatic]
    private static byte[]? t_random;

    [ThreadStatic]
    private static int t_used;

    /// <param name="now">To the millisecond; ids of later times sort after.</param>
    public static Guid Next(DateTimeOffset now)
    {
        var random = t_random ??= new byte[Stock];
        if (t_used == 0 || t_used == Stock)
        {
            RandomNumberGenerator.Fill(random);
            t_used = 0;
        }

        // Not kept where it was: what was given out is not there to be read again.
        Span<byte> id = stackalloc byte[IdLength];
        var fresh = random.AsSpan(t_used, IdLength);
        fresh.CopyTo(id);
        fresh.Clear();
        t_used += IdLength;

        var milliseconds = now.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt32BigEndian(id, (uint)(milliseconds >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(id[4..], (ushort)milliseconds);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
