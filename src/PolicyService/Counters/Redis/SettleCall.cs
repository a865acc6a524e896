using System.Buffers.Binary;
using System.Globalization;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Writes a settle as a call of settle.lua, and reads its answer.</summary>
internal static class SettleCall
{
    private const int ReplyHeader = 2 + (2 * sizeof(double));

    public static void Write(
        ScriptCall call, RedisTenant tenant, Reservation reservation, SettleAction action, ReadOnlySpan<Amount> actual, long leaseMs, long notAfter, long clock)
    {
        call.Begin(RedisScripts.Settle);
        RedisKey.Add(call, tenant, "settled"u8, reservation.Id.ToString("N", CultureInfo.InvariantCulture));
        foreach (var held in reservation.Budgets)
        {
            BatchCall.AddBudgetKeys(call, tenant, held.Budget, held.Descriptor, held.WindowStart);
        }

        Span<byte> buffer = stackalloc byte[32];
        var header = new Packed(buffer);
        header.Byte((byte)action);
        header.Number(notAfter);
        header.Number(clock);
        header.Number(leaseMs);
        call.Add(header.Written);

        Span<byte> bytes = stackalloc byte[16];
        reservation.Id.TryWriteBytes(bytes, bigEndian: true, out _);
        call.Add(bytes);
        BinaryPrimitives.WriteUInt128BigEndian(bytes, action == SettleAction.Commit ? CostHash.Of(actual) : default);
        call.Add(bytes);
        foreach (var held in reservation.Budgets)
        {
            var cost = new Packed(buffer);
            cost.Number(SettleCosts.CostOf(held, actual));
            cost.Number(held.WindowEnd);
            call.Add(cost.Written);
        }
    }

    /// <summary>Null when the script did nothing or it is no answer of ours. <paramref name="time"/> is the server's clock.</summary>
    public static SettleResult? Read(ReadOnlySpan<byte> reply, Reservation reservation, out ScriptStatus status, out long time)
    {
        status = reply.Length < 1 + sizeof(double) ? ScriptStatus.Malformed : (ScriptStatus)reply[0];
        time = status == ScriptStatus.Malformed ? 0 : BatchReply.Number(reply[1..]);
        if (status != ScriptStatus.Done)
        {
            return null;
        }

        if (reply.Length != ReplyHeader + (reservation.Budgets.Count * sizeof(double)))
        {
            status = ScriptStatus.Malformed;
            return null;
        }

        var state = (SettleState)reply[1 + sizeof(double)];
        var leaseEnd = BatchReply.Number(reply[(2 + sizeof(double))..]);
        if (leaseEnd > 0 || state == SettleState.Conflict)
        {
            return new SettleResult(state, leaseEnd, []);
        }

        var committed = new long[reservation.Budgets.Count];
        for (var index = 0; index < committed.Length; index++)
        {
            committed[index] = BatchReply.Number(reply[(ReplyHeader + (index * sizeof(double)))..]);
        }

        return new SettleResult(state, leaseEnd, SettleCosts.OverrunOf(reservation, committed));
    }
}
