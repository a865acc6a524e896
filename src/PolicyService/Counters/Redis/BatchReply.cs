using System.Buffers.Binary;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>How a script ended.</summary>
internal enum ScriptStatus : byte
{
    Done = 0,

    /// <summary>A retry: the readings are those of the first call.</summary>
    Repeated = 1,

    /// <summary>The request id was used by a request of other content.</summary>
    Reused = 2,

    /// <summary>The tenant has no epoch: nothing was read or done.</summary>
    Cold = 3,

    /// <summary>It came after its time, and did nothing.</summary>
    Late = 4,

    /// <summary>Not an answer of our script.</summary>
    Malformed = 255,
}

/// <summary>What the store itself hears of an answer.</summary>
internal struct BatchAnswer
{
    /// <summary>The server's clock, Unix milliseconds.</summary>
    public long Time;

    /// <summary>When the tenant's epoch began; 0 when the answer is not of now.</summary>
    public long Epoch;

    /// <summary>More leases have ended than the batch cleared away.</summary>
    public bool MoreToSweep;
}

/// <summary>Reads the answer of apply.lua into a batch's readings.</summary>
internal static class BatchReply
{
    private const int StatusLength = 1 + sizeof(double);
    private const int HeaderLength = StatusLength + 4 + (2 * sizeof(double));
    private const int MemberLength = sizeof(ushort) + 1;
    private const int ReadingLength = 2 + (3 * sizeof(double));

    /// <param name="reply">The answer.</param>
    /// <param name="batch">Its readings are filled.</param>
    /// <param name="answer">What it says besides.</param>
    public static ScriptStatus Read(ReadOnlySpan<byte> reply, CounterBatch batch, out BatchAnswer answer)
    {
        answer = default;
        if (reply.Length < StatusLength)
        {
            return ScriptStatus.Malformed;
        }

        var status = (ScriptStatus)reply[0];
        answer.Time = Number(reply[1..]);
        var readings = batch.Readings;
        readings.Now = answer.Time;
        switch (status)
        {
            case ScriptStatus.Done:
                if (ReadReadings(reply, batch) != batch.Count)
                {
                    return ScriptStatus.Malformed;
                }

                answer.MoreToSweep = reply[StatusLength + 2] != 0;
                answer.Epoch = Number(reply[(StatusLength + 4 + sizeof(double))..]);
                return status;
            case ScriptStatus.Repeated:
                return ReadRepeated(reply[StatusLength..], batch) ? status : ScriptStatus.Malformed;
            case ScriptStatus.Reused:
                readings.RequestIdReused = true;
                readings.Severity = Verdict.Deny;
                return status;
            case ScriptStatus.Cold or ScriptStatus.Late:
                return status;
            default:
                return ScriptStatus.Malformed;
        }
    }

    private static bool ReadRepeated(ReadOnlySpan<byte> stored, CounterBatch batch)
    {
        if (stored.Length < sizeof(ushort))
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(stored);
        stored = stored[sizeof(ushort)..];
        if (stored.Length < length || !BatchMark.TryRead(stored[..length], batch) || ReadReadings(stored[length..], batch) < 0)
        {
            return false;
        }

        batch.Readings.Repeated = true;
        return true;
    }

    /// <summary>How many readings there were; -1 when it is no such answer.</summary>
    private static int ReadReadings(ReadOnlySpan<byte> reply, CounterBatch batch)
    {
        var count = reply.Length < HeaderLength ? 0 : reply[StatusLength + 3];
        var members = reply.Length - HeaderLength - (count * ReadingLength);
        if (members < 0 || members % MemberLength != 0 || count > CounterBatch.Limit)
        {
            return -1;
        }

        var readings = batch.Readings;
        readings.Now = Number(reply[1..]);
        readings.Severity = (Verdict)reply[StatusLength];
        readings.Reserved = reply[StatusLength + 1] != 0;
        readings.LeaseEnd = Number(reply[(StatusLength + 4)..]);
        for (var index = 0; index < count; index++)
        {
            var packed = reply.Slice(HeaderLength + (index * ReadingLength), ReadingLength);
            readings[index] = new CounterReading
            {
                State = StateOf(packed[0]),
                Written = packed[1] != 0,
                Used = Number(packed[2..]),
                Remaining = Number(packed[(2 + sizeof(double))..]),
                ResetAt = Number(packed[(2 + (2 * sizeof(double)))..]),
            };
        }

        return ReadMembers(reply[(HeaderLength + (count * ReadingLength))..], readings.Members) ? count : -1;
    }

    private static bool ReadMembers(ReadOnlySpan<byte> found, MemberAnswers answers)
    {
        for (; found.Length > 0; found = found[MemberLength..])
        {
            int index = BinaryPrimitives.ReadUInt16LittleEndian(found);
            if (index >= MemberList.Limit)
            {
                return false;
            }

            answers.Reserve(index + 1);
            answers.Add(index, (MemberSets)found[sizeof(ushort)]);
        }

        return true;
    }

    // The script's own numbers, which stored answers keep for ten minutes: they do not change with the enumeration.
    private static CounterState StateOf(byte code) => code switch
    {
        0 => CounterState.NotRead,
        1 => CounterState.Ok,
        2 => CounterState.Warn,
        3 => CounterState.Approve,
        4 => CounterState.Over,
        6 => CounterState.Incomplete,
        _ => CounterState.Unavailable,
    };

    public static long Number(ReadOnlySpan<byte> packed) => (long)BinaryPrimitives.ReadDoubleLittleEndian(packed);
}
