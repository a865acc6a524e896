using System.Buffers.Binary;
using System.Text;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Writes several calls of one tenant as one of many.lua, and takes its answer apart.</summary>
internal static class ManyCall
{
    /// <summary>Most calls in one script: while it runs, nobody else's does.</summary>
    public const int Most = 32;

    private const int HeadLength = 1 + (2 * sizeof(ushort));
    private const byte Failed = 253;

    /// <param name="calls">Of apply.lua and settle.lua, 1 to <see cref="Most"/>.</param>
    public static ScriptCall Of(ReadOnlySpan<ScriptCall> calls)
    {
        var many = new ScriptCall();
        many.Begin(RedisScripts.Many);
        Span<byte> heads = stackalloc byte[Most * HeadLength];
        for (var i = 0; i < calls.Length; i++)
        {
            var call = calls[i];
            var head = heads[(i * HeadLength)..];
            head[0] = ReferenceEquals(call.Script, RedisScripts.Settle) ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteUInt16LittleEndian(head[1..], (ushort)call.KeyCount);
            BinaryPrimitives.WriteUInt16LittleEndian(head[3..], (ushort)(call.Count - call.KeyCount));
            for (var key = 0; key < call.KeyCount; key++)
            {
                many.AddKey(call[key]);
            }
        }

        many.Add(heads[..(calls.Length * HeadLength)]);
        foreach (var call in calls)
        {
            for (var argument = call.KeyCount; argument < call.Count; argument++)
            {
                many.Add(call[argument]);
            }
        }

        return many;
    }

    /// <summary>The answers; null for a call that failed. Throws <see cref="ScriptFaultException"/> when it is no answer to so many calls.</summary>
    public static byte[]?[] Split(ReadOnlySpan<byte> reply, int count)
    {
        var answers = new byte[]?[count];
        for (var i = 0; i < count; i++)
        {
            if (reply.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(reply) is var length && length > reply.Length - sizeof(uint))
            {
                throw new ScriptFaultException(RedisScripts.Many.Name, "the answer is not our script's");
            }

            var answer = reply.Slice(sizeof(uint), (int)length);
            answers[i] = answer is [Failed, ..] ? null : answer.ToArray();
            reply = reply[(sizeof(uint) + (int)length)..];
        }

        return answers;
    }

    /// <summary>What the script says of a call that failed.</summary>
    public static Exception FaultOf(ReadOnlySpan<byte> reply, int index)
    {
        for (; index > 0; index--)
        {
            reply = reply[(sizeof(uint) + (int)BinaryPrimitives.ReadUInt32LittleEndian(reply))..];
        }

        var text = Encoding.UTF8.GetString(reply.Slice(sizeof(uint) + 1, (int)BinaryPrimitives.ReadUInt32LittleEndian(reply) - 1));
        return text.Contains("OOM", StringComparison.Ordinal)
            ? new StoreUnavailableException(UnavailableReason.Refused, text)
            : new ScriptFaultException(RedisScripts.Many.Name, text);
    }
}
