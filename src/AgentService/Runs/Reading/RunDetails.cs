using AiDesk.Agent.Storage;
using AiDesk.Agent.V1;
using Google.Protobuf.WellKnownTypes;

namespace AiDesk.Agent.Runs.Reading;

/// <summary>What hangs on runs: citations of drafts, decisions, tool calls.</summary>
internal static class RunDetails
{
    private const int DecisionLimit = 500;
    private const int CallLimit = 100;

    private const string CallColumns =
        """
        run_id AS RunId, call_id AS CallId, tool AS Tool, arguments AS Arguments, state AS State, coalesce(sanitized, '') AS Sanitized, hidden_fields AS HiddenFields,
        decision_id AS DecisionId, executed_at AS ExecutedAt
        """;

    /// <summary>The runs of those rows on the wire, each with what its draft cites.</summary>
    public static async Task<IReadOnlyList<Run>> ToWireAsync(TenantWork work, IReadOnlyList<RunRow> rows, CancellationToken cancellationToken)
    {
        var cited = await work.QueryAsync<CitationRow>(
            """
            SELECT run_id AS RunId, chunk_id AS ChunkId, source AS Source, title AS Title, version AS Version, text AS Text
            FROM desk.run_citations WHERE tenant_id = @tenant AND run_id = ANY(@runs) ORDER BY run_id, ordinal
            """,
            new { runs = rows.Where(row => row.Text is not null).Select(row => row.Id).ToArray() },
            cancellationToken).ConfigureAwait(false);
        var byRun = cited.ToLookup(row => row.RunId, row => new Citation { Source = row.Source, Title = row.Title, Version = row.Version, Text = row.Text, ChunkId = row.ChunkId.ToString() });
        return [.. rows.Select(row => row.ToWire(byRun[row.Id]))];
    }

    public static async Task AddAsync(TenantWork work, Run run, Guid id, CancellationToken cancellationToken)
    {
        var decisions = await work.QueryAsync<DecisionRow>(
            """
            SELECT decision_id AS Id, rpc AS Rpc, node AS Node, verdict AS Verdict, reason AS Reason, tool AS Tool, degraded AS Degraded, decided_at AS DecidedAt
            FROM desk.run_decisions WHERE tenant_id = @tenant AND run_id = @id ORDER BY decided_at, position LIMIT @DecisionLimit
            """,
            new { id, DecisionLimit },
            cancellationToken).ConfigureAwait(false);
        run.Decisions.AddRange(decisions.Select(row => row.ToWire()));
        var calls = await work.QueryAsync<CallRow>(
            $"SELECT {CallColumns} FROM desk.tool_calls WHERE tenant_id = @tenant AND run_id = @id ORDER BY created_at, call_id LIMIT @CallLimit", new { id, CallLimit }, cancellationToken).ConfigureAwait(false);
        run.ToolCalls.AddRange(calls.Select(row => row.ToWire()));
    }

    /// <summary>By run and call.</summary>
    public static async Task<IReadOnlyDictionary<(Guid Run, string Call), RunToolCall>> CallsAsync(TenantWork work, Guid[] runs, CancellationToken cancellationToken)
    {
        var calls = await work.QueryAsync<CallRow>($"SELECT {CallColumns} FROM desk.tool_calls WHERE tenant_id = @tenant AND run_id = ANY(@runs)", new { runs }, cancellationToken).ConfigureAwait(false);
        return calls.ToDictionary(row => (row.RunId, row.CallId), row => row.ToWire());
    }

    private sealed record CitationRow
    {
        public Guid RunId { get; init; }

        public Guid ChunkId { get; init; }

        public string Source { get; init; } = "";

        public string Title { get; init; } = "";

        public int Version { get; init; }

        public string Text { get; init; } = "";
    }

    private sealed record DecisionRow
    {
        public Guid Id { get; init; }

        public string Rpc { get; init; } = "";

        public string Node { get; init; } = "";

        public string Verdict { get; init; } = "";

        public string Reason { get; init; } = "";

        public string Tool { get; init; } = "";

        public bool Degraded { get; init; }

        public DateTime DecidedAt { get; init; }

        public RunDecision ToWire() => new()
        {
            DecisionId = Id.ToString(), Rpc = Rpc, Node = Node, Verdict = Verdict, Reason = Reason, Tool = Tool, Degraded = Degraded, DecideTime = Timestamp.FromDateTime(DecidedAt),
        };
    }

    private sealed record CallRow
    {
        public Guid RunId { get; init; }

        public string CallId { get; init; } = "";

        public string Tool { get; init; } = "";

        public string Arguments { get; init; } = "";

        public string State { get; init; } = "";

        public string Sanitized { get; init; } = "";

        public string[] HiddenFields { get; init; } = [];

        public Guid DecisionId { get; init; }

        public DateTime? ExecutedAt { get; init; }

        public RunToolCall ToWire() => new()
        {
            CallId = CallId,
            Tool = Tool,
            ArgumentsJson = Arguments,
            State = State,
            SanitizedJson = Sanitized,
            HiddenFields = { HiddenFields },
            DecisionId = DecisionId.ToString(),
            ExecuteTime = ExecutedAt is { } time ? Timestamp.FromDateTime(time) : null,
        };
    }
}
