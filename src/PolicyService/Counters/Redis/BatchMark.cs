using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>The mark of a request as the script keeps it for a retry, unread: decision id, reservation id, clock, version of the policy.</summary>
internal static class BatchMark
{
    private const int Fixed = 16 + 16 + sizeof(long);
    private const int LongestVersion = 256;

    public static void Add(ScriptCall call, CounterBatch batch)
    {
        if (batch.Request.IsNone)
        {
            call.Add([]);
            return;
        }

        Span<byte> mark = stackalloc byte[Fixed + LongestVersion];
        batch.Request.DecisionId.TryWriteBytes(mark, bigEndian: true, out _);
        batch.ReservationId.TryWriteBytes(mark[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(mark[32..], batch.Request.EvaluatedAt);

        // A longer one is cut: it is then no version that is held, and the retry says POLICY_CHANGED.
        Utf8.FromUtf16(batch.Request.PolicyVersion, mark[Fixed..], out _, out var length);
        call.Add(mark[..(Fixed + length)]);
    }

    /// <summary>False when it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> mark, CounterBatch batch)
    {
        if (mark.Length < Fixed)
        {
            return false;
        }

        batch.Readings.ReservationId = new Guid(mark.Slice(16, 16), bigEndian: true);
        batch.Readings.First = new RequestMark(
            batch.Request.Id,
            batch.Request.Fingerprint,
            new Guid(mark[..16], bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(mark[32..]),
            Encoding.UTF8.GetString(mark[Fixed..]));
        return true;
    }
}
