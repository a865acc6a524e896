using AiDesk.Policy.Decisions;

namespace AiDesk.Policy.Limits;

/// <summary>
/// All counter operations of one decision, applied atomically: all are checked, then all are consumed or none. Reused from call to call.
/// <para>
/// The store takes the highest of <see cref="Severity"/> and the gates of the operations that did not pass. Reserve and OnceOnly are applied only when
/// that lets the caller go on. Rates are consumed only when every rate of the batch passes, whatever else was found; strikes and taint as they say.
/// </para>
/// </summary>
public sealed class CounterBatch
{
    /// <summary>Most operations of one decision; a policy that could need more is refused at load.</summary>
    public const int Limit = 32;

    private readonly CounterOperation[] _operations = new CounterOperation[Limit];

    public int Count { get; private set; }

    /// <summary>The tenant: part of every key, and its Redis Cluster hash tag.</summary>
    public string Tenant { get; set; } = "";

    /// <summary>What the engine knows without counters.</summary>
    public Verdict Severity { get; set; } = Verdict.Allow;

    /// <summary>Id of the reservation that Reserve operations hold under.</summary>
    public Guid ReservationId { get; set; }

    /// <summary>How long the reservation holds, in milliseconds.</summary>
    public long LeaseMs { get; set; }

    /// <summary>The retry that this batch may be; <see cref="RequestMark.None"/> when the caller gave no request id.</summary>
    public RequestMark Request { get; set; }

    /// <summary>The values of the Member operations.</summary>
    public MemberList Members { get; } = new();

    public Span<CounterOperation> Operations => _operations.AsSpan(0, Count);

    /// <summary>Where the store writes what it found: one reading per operation.</summary>
    public CounterReadings Readings { get; } = new();

    /// <summary>Adds an operation and gives its index. Throws when the policy compiler let more than <see cref="Limit"/> through: that is a defect, not input.</summary>
    public int Add(in CounterOperation operation)
    {
        _operations[Count] = operation;
        return Count++;
    }

    /// <summary>Clears the operations; the readings are <see cref="CounterReadings.Clear"/>'s.</summary>
    public void Clear()
    {
        Array.Clear(_operations, 0, Count);
        Count = 0;
        Members.Clear();
        Tenant = "";
        Severity = Verdict.Allow;
        ReservationId = default;
        LeaseMs = 0;
        Request = RequestMark.None;
    }
}
