using System.Buffers;
using System.Buffers.Binary;
using AiDesk.Policy.Limits;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>Writes a batch as a call of apply.lua: keys in the order of the operations, numbers packed as little-endian doubles, which hold them exactly.</summary>
internal static class BatchCall
{
    public static void Write(ScriptCall call, RedisTenant tenant, CounterBatch batch, long notAfter, long clock)
    {
        call.Begin(RedisScripts.Apply);
        RedisKey.Add(call, tenant, "epoch"u8);
        if (!batch.Request.IsNone)
        {
            RedisKey.Add(call, tenant, "request"u8, batch.Request.Id);
        }

        foreach (ref readonly var operation in batch.Operations)
        {
            if (!BatchCheck.IsInvalid(batch, operation))
            {
                AddKeys(call, tenant, operation);
            }
        }

        AddHeader(call, batch, notAfter, clock);
        foreach (ref readonly var operation in batch.Operations)
        {
            AddOperation(call, batch, operation);
        }
    }

    /// <summary>The keys of one budget in one window: its numbers, its leases.</summary>
    public static void AddBudgetKeys(ScriptCall call, RedisTenant tenant, string budget, string descriptor, long windowStart)
    {
        RedisKey.Add(call, tenant, "budget"u8, budget, descriptor, windowStart);
        RedisKey.Add(call, tenant, "leases"u8, budget, descriptor, windowStart);
    }

    private static void AddKeys(ScriptCall call, RedisTenant tenant, in CounterOperation operation)
    {
        switch (operation.Kind)
        {
            case CounterKind.KillSwitch:
                break;
            case CounterKind.Rate:
                RedisKey.Add(call, tenant, "rate"u8, operation.Name, operation.Descriptor, CounterKey.Of(operation, 0).Window);
                break;
            case CounterKind.Reserve:
                AddBudgetKeys(call, tenant, operation.Name, operation.Descriptor, operation.Window.Start);
                if (operation.Window.End < Amount.Greatest)
                {
                    AddBudgetKeys(call, tenant, operation.Name, operation.Descriptor, operation.Window.End);
                }

                break;
            default:
                RedisKey.Add(call, tenant, NameOf(operation.Kind), operation.Name, operation.Descriptor);
                break;
        }
    }

    private static ReadOnlySpan<byte> NameOf(CounterKind kind) => kind switch
    {
        CounterKind.Duplicate => "texts"u8,
        CounterKind.Strike => "strikes"u8,
        CounterKind.OnceOnly => "once"u8,
        CounterKind.Require => "fact"u8,
        CounterKind.Taint => "taint"u8,
        CounterKind.Bind => "bind"u8,
        CounterKind.Member => "members"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static void AddHeader(ScriptCall call, CounterBatch batch, long notAfter, long clock)
    {
        Span<byte> buffer = stackalloc byte[32];
        var header = new Packed(buffer);
        header.Byte((byte)batch.Severity);
        header.Flag(!batch.Request.IsNone);
        header.Number(notAfter);
        header.Number(clock);
        header.Number(batch.ReservationId == Guid.Empty ? 0 : batch.LeaseMs);
        call.Add(header.Written);

        Span<byte> id = stackalloc byte[16];
        batch.ReservationId.TryWriteBytes(id, bigEndian: true, out _);
        call.Add(id);
        BinaryPrimitives.WriteUInt128BigEndian(id, batch.Request.Fingerprint);
        call.Add(id);
        BatchMark.Add(call, batch);
    }

    private static void AddOperation(ScriptCall call, CounterBatch batch, in CounterOperation operation)
    {
        var members = operation.Kind == CounterKind.Member && !BatchCheck.IsInvalid(batch, operation) ? operation.MemberCount : 0;
        var rented = members > 0 ? ArrayPool<byte>.Shared.Rent(80 + (members * Packed.MemberLength)) : null;
        var buffer = rented is null ? stackalloc byte[80] : rented;
        var packed = new Packed(buffer);
        var rule = operation.Rate;
        packed.Byte((byte)operation.Kind);
        packed.Byte((byte)operation.Gate);
        packed.Flag(BatchCheck.IsInvalid(batch, operation));
        packed.Byte((byte)operation.Write);
        packed.Byte(operation.Kind == CounterKind.Rate ? AlgorithmOf(rule) : operation.Force ? (byte)1 : (byte)0);
        packed.Flag(rule is { CountDenied: true });
        switch (operation.Kind)
        {
            case CounterKind.KillSwitch:
                break;
            case CounterKind.Rate:
                packed.Number(operation.Cost);
                packed.Number(rule?.Rate ?? 0);
                packed.Number(rule?.WindowMs ?? 0);
                packed.Number(Math.Max(1, rule?.Burst ?? 1));
                AddWindow(ref packed, operation.Window);
                if (operation.Cost < 0)
                {
                    packed.Number(operation.CountedUntil);
                }

                break;
            case CounterKind.Duplicate:
                packed.Number(Duplicates.Allowed(operation));
                packed.Number(operation.WindowMs);
                packed.Digest(operation.Digest);
                packed.Event(operation.Token, 8);
                break;
            case CounterKind.Strike:
                packed.Number(operation.Threshold);
                packed.Number(operation.WindowMs);
                packed.Number(operation.BlockMs);
                packed.Event(operation.Token, 16);
                break;
            case CounterKind.Reserve:
                packed.Number(operation.Cost);
                packed.Number(operation.Cap);
                packed.Number(PointOf(operation, operation.Budget?.WarnAt ?? 0));
                packed.Number(PointOf(operation, operation.Budget?.ApproveAt ?? 0));
                packed.Number(BudgetRule.PointOf(operation.Cap, operation.Budget?.DenyAt ?? 0));
                AddWindow(ref packed, operation.Window);
                break;
            case CounterKind.Member:
                packed.Number(operation.WindowMs);
                packed.Number(operation.MemberStart);
                packed.Byte((byte)operation.MemberOf);
                packed.Byte((byte)operation.MemberUnless);
                packed.Flag(operation.MemberTruncated);
                packed.Bits(operation.MemberKey);
                for (var member = operation.MemberStart; member < operation.MemberStart + members; member++)
                {
                    packed.Bits(batch.Members.Digests[member]);
                    packed.Byte((byte)batch.Members.Sets[member]);
                }

                break;
            default:
                packed.Number(operation.WindowMs);
                packed.Event(operation.Token, 16);
                break;
        }

        call.Add(packed.Written);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static byte AlgorithmOf(RateRule? rule) => rule switch
    {
        null => 0,
        { Algorithm: RateAlgorithm.Fixed, Calendar: not CalendarUnit.None } => 3,
        _ => (byte)rule.Algorithm,
    };

    private static void AddWindow(ref Packed packed, CalendarWindow window)
    {
        packed.Number(window.Start);
        packed.Number(window.End);
        packed.Number(window.NextEnd);
    }

    // -1 is never.
    private static long PointOf(in CounterOperation operation, int thousandths) => thousandths > 0 ? BudgetRule.PointOf(operation.Cap, thousandths) : -1;
}
