namespace AiDesk.Agent.Verification;

/// <summary>What must hold of one tenant's rows: how many are looked at, and those of which it does not hold, each with what is wrong.</summary>
/// <param name="Name">A sentence for people.</param>
/// <param name="Counted">SQL: one number.</param>
/// <param name="Broken">SQL: rows of (id uuid, problem text).</param>
internal sealed record DeskInvariantSql(string Name, string Counted, string Broken)
{
    private const string Runs = "desk.runs r WHERE r.tenant_id = @tenant";
    private const string BotMessages = "(SELECT count(*) FROM desk.messages m WHERE m.tenant_id = @tenant AND m.run_id = r.run_id AND m.author = 'bot')";
    private const string LiveRows = "(SELECT count(*) FROM desk.outbox_messages o WHERE o.tenant_id = @tenant AND o.run_id = r.run_id AND o.state IN ('queued', 'sending'))";

    public static IReadOnlyList<DeskInvariantSql> All { get; } =
    [
        new("every sent run has exactly one message",
            $"SELECT count(*) FROM {Runs} AND r.run_state = 'approved_sent'",
            $"SELECT r.run_id, 'has ' || {BotMessages} || ' messages' FROM {Runs} AND r.run_state = 'approved_sent' AND {BotMessages} <> 1"),
        new("no run that was not sent has a message",
            $"SELECT count(*) FROM {Runs} AND r.run_state <> 'approved_sent'",
            $"SELECT r.run_id, 'is ' || r.run_state || ' and has ' || {BotMessages} || ' messages' FROM {Runs} AND r.run_state <> 'approved_sent' AND {BotMessages} > 0"),
        new("every approved run has exactly one live row in the outbox",
            $"SELECT count(*) FROM {Runs} AND r.run_state = 'approved'",
            $"SELECT r.run_id, 'has ' || {LiveRows} || ' live rows' FROM {Runs} AND r.run_state = 'approved' AND {LiveRows} <> 1"),
        new("no run that is not approved has a live row in the outbox",
            $"SELECT count(*) FROM {Runs} AND r.run_state <> 'approved'",
            $"SELECT r.run_id, 'is ' || r.run_state || ' and would be sent' FROM {Runs} AND r.run_state <> 'approved' AND {LiveRows} > 0"),
        new("run and outbox row agree on how it ended",
            "SELECT count(*) FROM desk.outbox_messages o WHERE o.tenant_id = @tenant",
            """
            SELECT r.run_id, 'run is ' || r.run_state || ', row is ' || o.state FROM desk.outbox_messages o JOIN desk.runs r ON r.tenant_id = @tenant AND r.run_id = o.run_id
            WHERE o.tenant_id = @tenant AND r.run_state <> CASE o.state WHEN 'sent' THEN 'approved_sent' WHEN 'failed' THEN 'send_failed' WHEN 'discarded' THEN 'rejected' ELSE 'approved' END
            """),
        new("what was sent is what was approved",
            $"SELECT count(*) FROM {Runs} AND r.ai_reply_final IS NOT NULL",
            """
            SELECT r.run_id, 'another text was sent, or the hash is another' FROM desk.runs r
            LEFT JOIN desk.outbox_messages o ON o.tenant_id = @tenant AND o.run_id = r.run_id
            LEFT JOIN desk.messages m ON m.tenant_id = @tenant AND m.run_id = r.run_id AND m.author = 'bot'
            WHERE r.tenant_id = @tenant AND r.ai_reply_final IS NOT NULL
              AND (o.text <> r.ai_reply_final OR m.text <> r.ai_reply_final OR r.draft_hash IS DISTINCT FROM encode(sha256(convert_to(r.ai_reply_final, 'UTF8')), 'hex')
                   OR r.edited <> (r.ai_reply_final <> r.ai_reply_original) OR (NOT r.edited AND r.edit_distance <> 0))
            """),
        new("every message that was sent had its decisions",
            "SELECT count(*) FROM desk.outbox_messages o WHERE o.tenant_id = @tenant",
            "SELECT o.run_id, 'no decision is kept with the row' FROM desk.outbox_messages o WHERE o.tenant_id = @tenant AND cardinality(o.decision_ids) < 2"),
        new("every run that waits has something to wait for, and nothing else waits",
            $"SELECT count(*) FROM {Runs} AND r.run_state = 'pending_approval'",
            """
            SELECT r.run_id, 'is ' || r.run_state || ' with ' || count(a.approval_id) || ' approvals waiting' FROM desk.runs r
            LEFT JOIN desk.approvals a ON a.tenant_id = @tenant AND a.run_id = r.run_id AND a.state = 'pending_review'
            WHERE r.tenant_id = @tenant GROUP BY r.run_id, r.run_state HAVING (r.run_state = 'pending_approval') <> (count(a.approval_id) > 0)
            """),
        new("every rejected or sent draft says who decided",
            $"SELECT count(*) FROM {Runs} AND r.run_state IN ('approved', 'approved_sent', 'rejected', 'send_failed')",
            $"SELECT r.run_id, 'nobody is on record' FROM {Runs} AND r.run_state IN ('approved', 'approved_sent', 'rejected', 'send_failed') AND (r.decided_by IS NULL OR r.decided_how IS NULL)"),
        new("the versions of conversations are their messages, without gaps",
            "SELECT count(*) FROM desk.conversations c WHERE c.tenant_id = @tenant",
            """
            SELECT c.conversation_id, 'version ' || c.version || ', ' || count(m.message_id) || ' messages, the last is ' || coalesce(max(m.sequence), 0) FROM desk.conversations c
            LEFT JOIN desk.messages m ON m.tenant_id = @tenant AND m.conversation_id = c.conversation_id
            WHERE c.tenant_id = @tenant GROUP BY c.conversation_id, c.version HAVING c.version <> count(m.message_id) OR c.version <> coalesce(max(m.sequence), 0)
            """),
        new("steps of runs are numbered without gaps",
            "SELECT count(*) FROM desk.run_steps s WHERE s.tenant_id = @tenant",
            "SELECT s.run_id, 'ends with ' || max(s.ordinal) || ' and has ' || count(*) FROM desk.run_steps s WHERE s.tenant_id = @tenant GROUP BY s.run_id HAVING max(s.ordinal) <> count(*)"),
        new("every held call of a run that went on was told to it once",
            "SELECT count(*) FROM desk.approvals a WHERE a.tenant_id = @tenant AND a.kind = 'tool_call'",
            """
            SELECT a.run_id, 'call ' || a.call_id || ' was told ' || count(s.ordinal) || ' times' FROM desk.approvals a
            JOIN desk.runs r ON r.tenant_id = @tenant AND r.run_id = a.run_id
            LEFT JOIN desk.run_steps s ON s.tenant_id = @tenant AND s.run_id = a.run_id AND s.kind = 'tool_resolved' AND s.body->>'CallId' = a.call_id
            WHERE a.tenant_id = @tenant AND a.kind = 'tool_call' GROUP BY a.run_id, a.call_id, r.run_state, r.decided_how
            HAVING count(s.ordinal) > 1 OR (count(s.ordinal) = 0 AND r.run_state <> 'pending_approval' AND r.decided_how IS DISTINCT FROM 'superseded')
            """),
        new("no call that people did not approve was executed",
            "SELECT count(*) FROM desk.approvals a WHERE a.tenant_id = @tenant AND a.kind = 'tool_call' AND a.state <> 'approved'",
            """
            SELECT a.run_id, 'call ' || a.call_id || ' is ' || t.state || ', its approval ' || a.state FROM desk.approvals a
            JOIN desk.tool_calls t ON t.tenant_id = @tenant AND t.run_id = a.run_id AND t.call_id = a.call_id
            WHERE a.tenant_id = @tenant AND a.kind = 'tool_call' AND a.state <> 'approved' AND t.state IN ('executed', 'failed')
            """),
        new("every move on record is a legal one, and the last is where the run stands",
            "SELECT count(*) FROM desk.events e WHERE e.tenant_id = @tenant AND e.kind = 'run_state'",
            """
            SELECT e.run_id, 'went from ' || e.from_state || ' to ' || e.to_state FROM desk.events e
            WHERE e.tenant_id = @tenant AND e.kind = 'run_state' AND e.from_state IS NOT NULL
              AND NOT EXISTS (SELECT FROM desk.run_moves v WHERE v.from_state = e.from_state AND v.to_state = e.to_state)
            UNION ALL
            SELECT r.run_id, 'is ' || r.run_state || ', on record it is ' || coalesce(last.to_state, 'nowhere') FROM desk.runs r
            LEFT JOIN LATERAL (SELECT e.to_state FROM desk.events e WHERE e.tenant_id = @tenant AND e.run_id = r.run_id AND e.kind = 'run_state' ORDER BY e.event_id DESC LIMIT 1) last ON true
            WHERE r.tenant_id = @tenant AND last.to_state IS DISTINCT FROM r.run_state
            """),
        Kept("runs", "run_id"),
        Kept("outbox_messages", "outbox_id"),
        Kept("approvals", "approval_id"),
    ];

    /// <summary>Every row of the table that is not final has one keeper.</summary>
    private static DeskInvariantSql Kept(string table, string id)
    {
        var keepers = string.Join(" + ", RowKeeper.All.Where(keeper => keeper.Table == table).Select(keeper => $"({keeper.Condition})::int"));
        var rows = $"desk.{table} x WHERE x.tenant_id = @tenant AND ({RowKeeper.NotFinal[table]})";
        return new DeskInvariantSql(
            $"every row of {table} that is not final has exactly one keeper",
            $"SELECT count(*) FROM {rows}",
            $"SELECT x.{id}, 'has ' || ({keepers}) || ' keepers' FROM {rows} AND ({keepers}) <> 1");
    }
}
