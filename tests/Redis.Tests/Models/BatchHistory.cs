using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;
using AiDesk.Policy.Service.Tests;
using AiDesk.Policy.Service.Tests.Counters;

namespace AiDesk.Redis.Tests.Models;

/// <summary>Batches of all kinds with gates of all kinds, under few names so that they meet; retries, settles, freezes, time.</summary>
internal sealed class BatchHistory(int seed, ManualClock clock) : IHistory
{
    private const long WindowMs = 4_000;

    private static readonly Verdict[] Gates = [Verdict.Deny, Verdict.Deny, Verdict.RequireApproval, Verdict.AllowPostReview, Verdict.None];
    private static readonly Verdict[] Severities = [Verdict.Allow, Verdict.Allow, Verdict.Allow, Verdict.AllowPostReview, Verdict.RequireApproval, Verdict.Deny];

    private readonly List<Reservation> _reservations = [];
    private readonly long _cap = new Random(seed).Next(0, 120);

    public async Task StepAsync(Random random, ICounterStore model, ICounterStore store)
    {
        switch (random.Next(12))
        {
            case 0 or 1:
                clock.Advance(random.Next(0, 900));
                break;
            case 2:
                clock.Advance(random.Next(0, 6_000));
                break;
            case 3:
                var frozen = random.Next(2) == 0;
                await model.SetKillSwitchAsync("acme", frozen, CancellationToken.None);
                await store.SetKillSwitchAsync("acme", frozen, CancellationToken.None);
                break;
            case 4 or 5 when _reservations.Count > 0:
                await SettleAsync(random, model, store);
                break;
            default:
                await ApplyAsync(random, model, store);
                break;
        }
    }

    private async Task ApplyAsync(Random random, ICounterStore model, ICounterStore store)
    {
        var id = Guid.NewGuid();
        var operations = Enumerable.Range(0, random.Next(1, 7)).Select(_ => Next(random)).ToArray();
        var severity = Severities[random.Next(Severities.Length)];
        var leaseMs = random.Next(6) == 0 ? 0 : random.Next(100, 3_000);
        var mark = random.Next(3) == 0
            ? new RequestMark($"request-{random.Next(4)}", (UInt128)random.Next(2), Guid.NewGuid(), clock.Milliseconds, "v1")
            : RequestMark.None;
        var readings = await Answers.ApplyToBothAsync(
            batch =>
            {
                batch.Severity = severity;
                batch.ReservationId = id;
                batch.LeaseMs = leaseMs;
                batch.Request = mark;
                foreach (var operation in operations)
                {
                    Add(batch, operation);
                }
            },
            model,
            store);
        if (readings is { Reserved: true, Repeated: false })
        {
            _reservations.Add(new Reservation(id, "acme", readings.LeaseEnd, [.. operations.Where(operation => operation.Kind == CounterKind.Reserve).Select(Held)]));
        }
    }

    private Task<SettleResult> SettleAsync(Random random, ICounterStore model, ICounterStore store)
    {
        var reservation = _reservations[random.Next(_reservations.Count)];
        Amount[] actual = random.Next(3) switch
        {
            0 => [],
            1 => [new Amount("credits", random.Next(0, 80))],
            _ => [new Amount("tokens", 5), new Amount("credits", random.Next(4) == 0 ? Amount.Greatest : 7)],
        };
        return Answers.SettleInBothAsync(reservation, (SettleAction)random.Next(1, 4), actual, random.Next(0, 2_000), model, store);
    }

    private CounterOperation Next(Random random)
    {
        var name = $"n{random.Next(2)}";
        var token = random.Next(4) switch { 0 => "", var n => $"m{n}" };
        var operation = random.Next(11) switch
        {
            0 => Operation.Of(CounterKind.KillSwitch, "", ""),
            1 or 2 => Rate(random, name),
            3 => Operation.Duplicate($"text{random.Next(3)}", token, random.Next(2) == 0 ? 1_000 : 3_000, random.Next(3), name),
            4 => Operation.Strike(token, (CounterWrite)random.Next(4), random.Next(0, 4), 2_000, random.Next(3) == 0 ? 0 : 1_500),
            5 => Operation.OnceOnly(name, token) with { WindowMs = random.Next(0, 2_000) },
            6 => Operation.Mark(CounterKind.Require, name, (CounterWrite)random.Next(3)) with { WindowMs = random.Next(0, 2_000) },
            7 => Operation.Mark(random.Next(2) == 0 ? CounterKind.Taint : CounterKind.Bind, name, (CounterWrite)random.Next(3), token) with { WindowMs = random.Next(0, 2_000) },
            8 => Member(random, name),
            _ => Reserve(random, name),
        };
        return operation with { Gate = Gates[random.Next(Gates.Length)] };
    }

    // Its values come from the operation itself, so that both stores are given the same.
    private static CounterOperation Member(Random random, string name) => Operation.Of(CounterKind.Member, random.Next(2) == 0 ? "" : "run", name) with
    {
        Cost = random.Next(),
        MemberCount = random.Next(0, 6),
        MemberOf = (MemberSets)random.Next(16),
        MemberUnless = (MemberSets)random.Next(16),
        MemberKey = (ulong)(random.Next(20) == 0 ? 2 : 1),
        MemberTruncated = random.Next(30) == 0,
        WindowMs = random.Next(0, 3_000),
    };

    private static void Add(CounterBatch batch, CounterOperation operation)
    {
        if (operation.Kind == CounterKind.Member)
        {
            operation.MemberStart = batch.Members.Count;
            var random = new Random((int)operation.Cost);
            for (var member = 0; member < operation.MemberCount; member++)
            {
                batch.Members.Add((ulong)random.Next(1, 9), (MemberSets)(random.Next(2) * random.Next(16)));
            }
        }

        batch.Add(operation);
    }

    private CounterOperation Rate(Random random, string name)
    {
        var algorithm = (RateAlgorithm)random.Next(3);
        var rule = Operation.Rule(algorithm, random.Next(1, 8), 1_000, random.Next(1, 6), random.Next(4) == 0, name);
        if (algorithm == RateAlgorithm.Fixed && random.Next(2) == 0)
        {
            return Operation.Rate(rule with { Calendar = CalendarUnit.Day }, random.Next(-2, 4)) with { Window = Window(random) };
        }

        return random.Next(4) == 0
            ? Operation.Rate(rule, -random.Next(1, 5)) with { CountedUntil = random.Next(2) == 0 ? 0 : clock.Milliseconds - (clock.Milliseconds % 1_000) + (random.Next(0, 4) * 500) }
            : Operation.Rate(rule, random.Next(0, 4));
    }

    private CounterOperation Reserve(Random random, string name)
    {
        var operation = Operation.Reserve(random.Next(20) == 0 ? Amount.Greatest : random.Next(0, 50), _cap, name, "", random.Next(2) * 500, random.Next(2) * 800, 950);
        return operation with { Force = random.Next(5) == 0, Window = random.Next(2) == 0 ? CalendarWindow.Forever : Window(random) };
    }

    // Sometimes from before midnight, as a replica sees it whose clock is behind.
    private CalendarWindow Window(Random random)
    {
        var start = clock.Milliseconds - (clock.Milliseconds % WindowMs) - (random.Next(3) == 0 ? WindowMs : 0);
        return new CalendarWindow(start, start + WindowMs, start + (2 * WindowMs));
    }

    private HeldBudget Held(CounterOperation operation)
    {
        var (start, end) = operation.Window == CalendarWindow.Forever ? (0, long.MaxValue)
            : clock.Milliseconds < operation.Window.End ? (operation.Window.Start, operation.Window.End) : (operation.Window.End, operation.Window.NextEnd);
        return new HeldBudget(operation.Name, operation.Descriptor, "credits", start, end, operation.Cost, operation.Cap);
    }
}
