using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Limits;
using AiDesk.Policy.Service.Counters;

namespace AiDesk.Policy.Service.Tests.Counters;

/// <summary>
/// What every counter store must do. One class per area holds the cases; a store runs them all by a subclass per area that says how it is made.
/// </summary>
public abstract class CounterStoreConformance : IDisposable
{
    private ICounterStore? _store;

    private protected ManualClock Clock { get; } = new();

    private protected ICounterStore Store => _store ??= CreateStore(Clock);

    private protected abstract ICounterStore CreateStore(TimeProvider clock);

    public void Dispose()
    {
        (_store as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A new batch that is allowed so far, of the tenant acme.</summary>
    private protected static CounterBatch Batch(params ReadOnlySpan<CounterOperation> operations) => Batch("acme", operations);

    private protected static CounterBatch Batch(string tenant, params ReadOnlySpan<CounterOperation> operations)
    {
        var batch = new CounterBatch();
        batch.Clear();
        batch.Tenant = tenant;
        foreach (ref readonly var operation in operations)
        {
            batch.Add(operation);
        }

        return batch;
    }

    private protected async Task<CounterReadings> Apply(CounterBatch batch) => await Store.ApplyAsync(batch, CancellationToken.None);

    private protected Task<CounterReadings> Apply(params ReadOnlySpan<CounterOperation> operations) => Apply(Batch(operations));

    /// <summary>Applies one operation alone and gives its reading.</summary>
    private protected async Task<CounterReading> One(CounterOperation operation) => (await Apply(operation))[0];
}

/// <summary>Operations as the engine makes them.</summary>
internal static class Operation
{
    public static CounterOperation Of(CounterKind kind, string name, string descriptor) =>
        new() { Kind = kind, Name = name, Descriptor = descriptor, Token = "", Gate = Verdict.Deny };

    public static CounterOperation Rate(RateRule rule, long cost = 1, string descriptor = "d") =>
        Of(CounterKind.Rate, rule.Name, descriptor) with { Rate = rule, Cost = cost };

    public static RateRule Rule(RateAlgorithm algorithm, long rate, long windowMs, long burst = 1, bool countDenied = false, string name = "limit") => new()
    {
        Name = name,
        Per = new Descriptor(DescriptorSource.SessionId),
        Rate = rate,
        WindowMs = windowMs,
        Algorithm = algorithm,
        Burst = burst,
        CountDenied = countDenied,
    };

    public static CounterOperation Duplicate(string text, string message, long withinMs = 600_000, int maxRepeats = 0, string session = "session") =>
        Of(CounterKind.Duplicate, "duplicates", session) with { Digest = DigestOf(text), Token = message, WindowMs = withinMs, Threshold = maxRepeats };

    public static CounterOperation Strike(string message, CounterWrite write = CounterWrite.Always, int blockAt = 3, long forgetMs = 3_600_000, long blockMs = 7_200_000) =>
        Of(CounterKind.Strike, "strikes", "session") with { Token = message, Write = write, Threshold = blockAt, WindowMs = forgetMs, BlockMs = blockMs };

    public static CounterOperation Reserve(long cost, long cap, string name = "daily", string descriptor = "", int warnAt = 0, int approveAt = 0, int denyAt = 1000) =>
        Of(CounterKind.Reserve, name, descriptor) with
        {
            Cost = cost,
            Cap = cap,
            Window = CalendarWindow.Forever,
            Budget = new BudgetRule
            {
                Name = name,
                Unit = "credits",
                Per = new Descriptor(DescriptorSource.Tenant),
                Window = CalendarUnit.Total,
                Cap = cap,
                WarnAt = warnAt,
                ApproveAt = approveAt,
                DenyAt = denyAt,
            },
        };

    public static CounterOperation OnceOnly(string name, string token) =>
        Of(CounterKind.OnceOnly, "redeem", name) with { Token = token, WindowMs = 60_000 };

    public static CounterOperation Mark(CounterKind kind, string descriptor, CounterWrite write = CounterWrite.No, string token = "") =>
        Of(kind, "mark", descriptor) with { Write = write, WindowMs = 60_000, Token = token };

    /// <summary>The batch asks to hold what its budgets say, for two minutes.</summary>
    public static CounterBatch Holding(this CounterBatch batch, Guid id, long leaseMs = 120_000)
    {
        batch.ReservationId = id;
        batch.LeaseMs = leaseMs;
        return batch;
    }

    public static CounterBatch Judged(this CounterBatch batch, Verdict severity)
    {
        batch.Severity = severity;
        return batch;
    }

    public static CounterBatch Retriable(this CounterBatch batch, string requestId, int body)
    {
        batch.Request = new RequestMark(requestId, (UInt128)body, Guid.NewGuid(), 1, "v1");
        return batch;
    }

    private static UInt128 DigestOf(string text) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
