namespace AiDesk.Policy.Service.Records.Postgres;

internal enum RowKind : short
{
    Decision,
    Event,
    Ledger,
}

/// <summary>One line as it is stored: the columns that are asked for, and the rest as JSON.</summary>
internal sealed record RecordRow
{
    public required RowKind Kind { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The time in the id, to the millisecond.</summary>
    public required DateTime At { get; init; }

    public required string Tenant { get; init; }

    /// <summary>RPC of a decision, type of an event.</summary>
    public required string Type { get; init; }

    /// <summary>Verdict of a decision, state of an event.</summary>
    public required string State { get; init; }

    public string? EnforcedVerdict { get; init; }

    public string Reason { get; init; } = "";

    public string? Tool { get; init; }

    public string? RunId { get; init; }

    /// <summary>Of an event: the decision that it is about.</summary>
    public Guid? DecisionId { get; init; }

    /// <summary>The line without captured texts; null when PostgreSQL would not take it.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }

    /// <summary>UTF-8.</summary>
    public byte[]? Text { get; init; }

    /// <summary>JSON.</summary>
    public byte[]? Arguments { get; init; }

    /// <summary>The whole line.</summary>
    public required ReadOnlyMemory<byte> Line { get; init; }

    /// <summary>Something of it could not be stored as it was: the line is kept as it is.</summary>
    public bool IsEscaped { get; init; }

    /// <summary>What can be stored whatever was wrong with it.</summary>
    public RecordRow Escaped() => this with { Kind = Kind == RowKind.Decision ? RowKind.Decision : RowKind.Event, Json = null, IsEscaped = true };
}
