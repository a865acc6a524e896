using System.Text.Json;
using AiDesk.Agent.Runs;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Approvals;

/// <summary>What a decision answered, as it is kept beside what it decided: the same decision again is answered from here.</summary>
internal sealed record StoredReceipt
{
    public const string Approve = "approve";
    public const string Reject = "reject";
    public const string Retry = "retry";
    public const string Discard = "discard";

    /// <summary>One of the above.</summary>
    public required string Decision { get; init; }

    /// <summary>As the column says it.</summary>
    public required string State { get; init; }

    public required string DecidedBy { get; init; }

    public required DateTime DecidedAt { get; init; }

    /// <summary>Null for a rejection.</summary>
    public Guid? OutboxId { get; init; }

    /// <summary>Of the text decided on.</summary>
    public string TextHash { get; init; } = "";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static StoredReceipt? Parse(string? json) => json is null ? null : JsonSerializer.Deserialize<StoredReceipt>(json);

    public Receipt ToWire(Guid run, bool replayed) => new()
    {
        RunId = run.ToString(),
        State = WireNames.State(State),
        DecidedBy = DecidedBy,
        DecideTime = Timestamp.FromDateTime(DecidedAt.ToUniversalTime()),
        OutboxId = OutboxId?.ToString() ?? "",
        TextHash = TextHash,
        Replayed = replayed,
    };
}
