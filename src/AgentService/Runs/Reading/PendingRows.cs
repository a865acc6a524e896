using System.Collections.Frozen;
using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Runs.Reading;

/// <summary>What waits for a person, oldest first: drafts, held calls, reviews, and messages that could not be sent.</summary>
internal static class PendingRows
{
    private static readonly FrozenDictionary<string, string> OfKind = PendingSlice.All.Select(slice => slice.Kind).Append("").Distinct(StringComparer.Ordinal)
        .ToFrozenDictionary(kind => kind, kind => Statement(PendingSlice.All.Where(slice => kind.Length == 0 || slice.Kind == kind)), StringComparer.Ordinal);

    private static readonly FrozenDictionary<QueuePart, string> OfPart = System.Enum.GetValues<QueuePart>()
        .ToFrozenDictionary(part => part, part => Statement(PendingSlice.All.Where(slice => slice.Part == part)));

    /// <summary>Before everything that waits.</summary>
    public static (DateTime Time, Guid Id) Beginning { get; } = (DateTime.SpecifyKind(new DateTime(1, 1, 2), DateTimeKind.Utc), Guid.Empty);

    /// <param name="work">The tenant's.</param>
    /// <param name="kind">Null for any.</param>
    /// <param name="after">Where the page begins; null for the first.</param>
    /// <param name="limit">Of rows.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<IReadOnlyList<PendingRow>> ReadAsync(TenantWork work, string? kind, (DateTime Time, Guid Id)? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(work, OfKind[kind ?? ""], after, limit, cancellationToken);

    /// <inheritdoc cref="ReadAsync(TenantWork, string?, ValueTuple{DateTime, Guid}?, int, CancellationToken)"/>
    public static Task<IReadOnlyList<PendingRow>> ReadAsync(TenantWork work, QueuePart part, (DateTime Time, Guid Id)? after, int limit, CancellationToken cancellationToken) =>
        PageAsync(work, OfPart[part], after, limit, cancellationToken);

    /// <summary>The statement of one part, for tests that look at its plan.</summary>
    public static string StatementOf(QueuePart part) => OfPart[part];

    private static Task<IReadOnlyList<PendingRow>> PageAsync(TenantWork work, string statement, (DateTime Time, Guid Id)? after, int limit, CancellationToken cancellationToken)
    {
        var (time, id) = after ?? Beginning;
        return work.QueryAsync<PendingRow>(statement, new { time, id, limit }, cancellationToken);
    }

    private static string Statement(IEnumerable<PendingSlice> slices) =>
        $"SELECT * FROM ({string.Join("\nUNION ALL\n", slices.Select(slice => slice.Rows()))}) waiting ORDER BY CreatedAt, Id LIMIT @limit";

    public static async Task<IReadOnlyList<PendingItem>> ToWireAsync(TenantWork work, IReadOnlyList<PendingRow> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.RunId).Distinct().ToArray();
        var runs = await work.QueryAsync<RunRow>(RunRow.Select + " AND r.run_id = ANY(@ids)", new { ids }, cancellationToken).ConfigureAwait(false);
        var wire = (await RunDetails.ToWireAsync(work, runs, cancellationToken).ConfigureAwait(false)).ToDictionary(run => run.RunId, StringComparer.Ordinal);
        var threads = (await work.QueryAsync<ConversationRow>(
            ConversationRow.Select + " AND c.conversation_id = ANY(@conversations)", new { conversations = rows.Select(row => row.ConversationId).Distinct().ToArray() }, cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Id, row => row.ToWire());
        var calls = await RunDetails.CallsAsync(work, [.. rows.Where(row => row.CallId is not null).Select(row => row.RunId).Distinct()], cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToWire(wire[row.RunId.ToString()], threads[row.ConversationId], row.CallId is { } call ? calls.GetValueOrDefault((row.RunId, call)) : null))];
    }
}

/// <summary>One thing that waits.</summary>
internal record PendingRow
{
    public Guid Id { get; init; }

    public string Kind { get; init; } = "";

    public string Type { get; init; } = "";

    public Guid RunId { get; init; }

    public Guid ConversationId { get; init; }

    public string? CallId { get; init; }

    public string Risk { get; init; } = "";

    public string Reason { get; init; } = "";

    public string[] Findings { get; init; } = [];

    public int Needed { get; init; }

    public string[] ApprovedBy { get; init; } = [];

    public bool OutcomeUnknown { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    public PendingItem ToWire(Run run, Conversation conversation, RunToolCall? call) => new()
    {
        ApprovalId = Id.ToString(),
        Kind = WireNames.Kind(Kind),
        ApprovalType = WireNames.Type(Type),
        Run = run,
        Conversation = conversation,
        ToolCall = call,
        Risk = Risk,
        Reason = Reason,
        Findings = { Findings },
        ApprovalsMissing = Kind is "draft" or "tool_call" ? Math.Max(0, Needed - ApprovedBy.Length) : 0,
        ApprovedBy = { ApprovedBy },
        OutcomeUnknown = OutcomeUnknown,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        ExpireTime = ExpiresAt is { } time ? Timestamp.FromDateTime(time) : null,
    };
}
