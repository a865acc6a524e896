using AiDesk.Policy.Service.Grpc.Admission;
using AiDesk.Policy.Service.Observability;

namespace AiDesk.Policy.Service.Tests.Admission;

/// <summary>Who comes in, by what is in flight.</summary>
public sealed class AdmissionGateTests
{
    /// <summary>Limit; what came in before, as tenant and count; who asks; whether it comes in.</summary>
    [Theory]
    [InlineData(4, "", "a", true)]
    [InlineData(4, "a3", "a", true)]
    [InlineData(4, "a4", "a", false)]
    [InlineData(4, "a4", "b", true)]
    [InlineData(4, "a4 b1", "b", true)]
    [InlineData(4, "a4 b2", "b", false)]
    [InlineData(4, "a4 b2", "c", true)]
    [InlineData(4, "a4 b2 c1", "c", false)]
    [InlineData(4, "a4 b2 c1 d1", "e", false)]
    [InlineData(4, "a1 b1", "a", true)]
    [InlineData(4, "a1 b1 c1 d1", "a", false)]
    [InlineData(1, "a1", "b", true)]
    [InlineData(1, "a1 b1", "c", false)]
    public void TryEnter_WithCallsInFlight_KeepsTheFairShareFree(int limit, string before, string tenant, bool comesIn)
    {
        var gate = Gate(limit);
        foreach (var entry in before.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            for (var call = 0; call < entry[1] - '0'; call++)
            {
                gate.TryEnter(entry[..1], out _).ShouldBeTrue(entry);
            }
        }

        gate.TryEnter(tenant, out _).ShouldBe(comesIn);
    }

    [Fact]
    public void Leave_AllThatCameIn_LeavesNothingBehind()
    {
        var gate = Gate(3);
        var loads = new List<TenantLoad>();
        for (var call = 0; call < 40; call++)
        {
            if (gate.TryEnter("t" + (call % 5), out var load))
            {
                loads.Add(load);
            }
        }

        loads.ForEach(gate.Leave);

        (gate.InFlight, gate.Active).ShouldBe((0, 0));
    }

    /// <summary>Whatever comes in whatever order: never more than twice the limit, and a tenant below its share is refused only then.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    public void TryEnter_AnyOrder_HoldsItsBounds(int seed)
    {
        const int Limit = 20;
        var random = new Random(seed);
        var gate = Gate(Limit);
        var inside = new List<(string Tenant, TenantLoad Load)>();
        for (var step = 0; step < 20_000; step++)
        {
            if (inside.Count > 0 && random.Next(100) < 45)
            {
                var at = random.Next(inside.Count);
                gate.Leave(inside[at].Load);
                inside.RemoveAt(at);
                continue;
            }

            // One tenant asks as often as all others.
            var tenant = random.Next(2) == 0 ? "noisy" : "t" + random.Next(1, 9);
            var own = inside.Count(call => call.Tenant == tenant) + 1;
            var active = inside.Select(call => call.Tenant).Append(tenant).Distinct(StringComparer.Ordinal).Count();
            var expected = inside.Count < Limit || (inside.Count < 2 * Limit && own <= Math.Max(1, Limit / active));
            gate.TryEnter(tenant, out var load).ShouldBe(expected);
            if (expected)
            {
                inside.Add((tenant, load));
            }

            gate.InFlight.ShouldBe(inside.Count);
        }
    }

    [Fact]
    public async Task TryEnter_ManyThreads_CountsEachCallOnce()
    {
        var gate = Gate(8);
        await Parallel.ForAsync(0, 50_000, (call, _) =>
        {
            if (gate.TryEnter("t" + (call % 3), out var load))
            {
                gate.Leave(load);
            }

            return ValueTask.CompletedTask;
        });

        (gate.InFlight, gate.Active).ShouldBe((0, 0));
    }

    [Fact]
    public void TryEnter_TenantThatWasHere_AllocatesNothing()
    {
        var gate = Gate(10);
        Enter();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 1_000; call++)
        {
            Enter();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void Enter()
        {
            gate.TryEnter("a", out var load);
            gate.Leave(load);
        }
    }

    private static AdmissionGate Gate(int limit)
    {
        var options = new PolicyServiceOptions { MaxInFlight = limit };
        return new AdmissionGate(options, new ServiceMetrics(new MeterScope(), options));
    }
}
