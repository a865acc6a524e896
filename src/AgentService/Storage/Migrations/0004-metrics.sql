-- What the desk is measured by. One row a conversation says how it went; a view for each kind of row that metrics count, each with a time `at`, so that a
-- number and the rows behind it are read from the same place. Views are read with the rights of who reads them: row-level security holds.

CREATE TABLE desk.conversation_outcomes (
  tenant_id       text NOT NULL,
  conversation_id uuid NOT NULL,
  opened_at       timestamptz NOT NULL,       -- the conversation's beginning
  intent          text NOT NULL DEFAULT '',   -- of the latest run that named one
  runs            int NOT NULL DEFAULT 0,
  replies         int NOT NULL DEFAULT 0,     -- of the agent, sent
  escalated_at    timestamptz,                -- first hand-over to a person, or the first take-over; null when there was none
  escalated_why   text NOT NULL DEFAULT '',   -- the run's outcome, or taken_over
  resolved_at     timestamptz,                -- when it was last solved; null while it is not
  reopened        int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, conversation_id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES desk.conversations (tenant_id, conversation_id)
);
SELECT desk.protect('desk.conversation_outcomes');
GRANT SELECT, INSERT, UPDATE ON desk.conversation_outcomes TO aidesk_desk_app;
GRANT SELECT ON desk.conversation_outcomes TO aidesk_desk_keeper;
CREATE INDEX outcomes_resolved ON desk.conversation_outcomes (tenant_id, resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX outcomes_escalated ON desk.conversation_outcomes (tenant_id, escalated_at) WHERE escalated_at IS NOT NULL;
CREATE INDEX outcomes_opened ON desk.conversation_outcomes (tenant_id, opened_at);

-- Recounts one conversation. It has few runs, so that counting anew is cheaper than being wrong.
CREATE FUNCTION desk.recount_outcome(tenant text, conversation uuid) RETURNS void LANGUAGE sql AS $$
  INSERT INTO desk.conversation_outcomes AS o (tenant_id, conversation_id, opened_at, intent, runs, replies, escalated_at, escalated_why, resolved_at, reopened)
  SELECT c.tenant_id, c.conversation_id, c.created_at,
         COALESCE((SELECT r.intent FROM desk.runs r WHERE r.tenant_id = tenant AND r.conversation_id = conversation AND r.intent <> '' ORDER BY r.created_at DESC LIMIT 1), ''),
         count(r.run_id), count(*) FILTER (WHERE r.run_state = 'approved_sent'),
         LEAST(min(m.created_at), c.taken_over_at),
         CASE WHEN c.taken_over_at IS NOT NULL AND (min(m.created_at) IS NULL OR c.taken_over_at < min(m.created_at)) THEN 'taken_over'
              ELSE COALESCE((array_agg(r.outcome ORDER BY m.created_at) FILTER (WHERE m.message_id IS NOT NULL))[1], '') END,
         c.solved_at, c.reopened
  FROM desk.conversations c
  LEFT JOIN desk.runs r ON r.tenant_id = c.tenant_id AND r.conversation_id = c.conversation_id
  LEFT JOIN desk.messages m ON m.tenant_id = r.tenant_id AND m.run_id = r.run_id AND m.author = 'system'
  WHERE c.tenant_id = tenant AND c.conversation_id = conversation
  GROUP BY c.tenant_id, c.conversation_id
  ON CONFLICT (tenant_id, conversation_id) DO UPDATE SET
    intent = excluded.intent, runs = excluded.runs, replies = excluded.replies, escalated_at = COALESCE(o.escalated_at, excluded.escalated_at),
    escalated_why = CASE WHEN o.escalated_at IS NULL THEN excluded.escalated_why ELSE o.escalated_why END,
    resolved_at = excluded.resolved_at, reopened = excluded.reopened
$$;

CREATE FUNCTION desk.keep_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM desk.recount_outcome(NEW.tenant_id, NEW.conversation_id);
  RETURN NULL;
END
$$;
-- A run that changes its state, and a conversation that is solved, opened again or taken over. After the statement's own checks, once a row.
CREATE TRIGGER keep_outcome AFTER INSERT OR UPDATE OF run_state, intent ON desk.runs FOR EACH ROW EXECUTE FUNCTION desk.keep_outcome();
CREATE TRIGGER keep_outcome AFTER INSERT OR UPDATE OF solved_at, taken_over_at, reopened ON desk.conversations FOR EACH ROW EXECUTE FUNCTION desk.keep_outcome();
CREATE TRIGGER keep_outcome AFTER INSERT ON desk.messages FOR EACH ROW WHEN (NEW.author = 'system') EXECUTE FUNCTION desk.keep_outcome();

-- Runs, when they began.
CREATE VIEW desk.metric_runs WITH (security_invoker = true) AS
  SELECT r.tenant_id, r.created_at AS at, r.run_id, r.conversation_id, NULL::uuid AS decision_id, r.mode, r.level::text AS level, COALESCE(NULLIF(r.intent, ''), 'unknown') AS intent, 1::float8 AS value
  FROM desk.runs r;

-- Drafts, when they were decided: by a person or by policy.
CREATE VIEW desk.metric_decided WITH (security_invoker = true) AS
  SELECT r.tenant_id, r.decided_at AS at, r.run_id, r.conversation_id, NULL::uuid AS decision_id, r.mode, r.level::text AS level,
         COALESCE(NULLIF(r.intent, ''), 'unknown') AS intent, r.prompt_version, r.decided_how,
         CASE WHEN r.run_state = 'rejected' AND r.reject_reason IS NOT NULL THEN 'rejected' WHEN r.run_state = 'rejected' THEN 'lapsed' WHEN r.edited THEN 'edited' ELSE 'approved' END AS kind,
         COALESCE(r.reject_reason, '') AS reason, r.edit_distance::float8 AS edit_distance,
         extract(epoch FROM r.decided_at - a.created_at)::float8 AS value
  FROM desk.runs r
  LEFT JOIN desk.approvals a ON a.tenant_id = r.tenant_id AND a.run_id = r.run_id AND a.kind = 'draft'
  WHERE r.decided_at IS NOT NULL AND r.ai_reply_original IS NOT NULL;

-- Runs that ended, when they did.
CREATE VIEW desk.metric_ended WITH (security_invoker = true) AS
  SELECT r.tenant_id, r.updated_at AS at, r.run_id, r.conversation_id, NULL::uuid AS decision_id, r.mode, r.level::text AS level,
         r.run_state, r.outcome AS reason, r.decided_how, 1::float8 AS value
  FROM desk.runs r
  WHERE r.run_state IN ('approved_sent', 'rejected', 'completed');

-- Decisions of the policy service.
CREATE VIEW desk.metric_policy WITH (security_invoker = true) AS
  SELECT d.tenant_id, d.decided_at AS at, d.run_id, r.conversation_id, d.decision_id, d.rpc, d.verdict, d.reason, COALESCE(NULLIF(d.tool, ''), 'none') AS tool, 1::float8 AS value
  FROM desk.run_decisions d JOIN desk.runs r ON r.tenant_id = d.tenant_id AND r.run_id = d.run_id;

-- Conversations, when they were solved, and when a person was needed.
CREATE VIEW desk.metric_resolved WITH (security_invoker = true) AS
  SELECT o.tenant_id, o.resolved_at AS at, NULL::uuid AS run_id, o.conversation_id, NULL::uuid AS decision_id, extract(epoch FROM o.resolved_at - o.opened_at)::float8 AS value
  FROM desk.conversation_outcomes o WHERE o.resolved_at IS NOT NULL;
CREATE VIEW desk.metric_escalated WITH (security_invoker = true) AS
  SELECT o.tenant_id, o.escalated_at AS at, NULL::uuid AS run_id, o.conversation_id, NULL::uuid AS decision_id, o.escalated_why AS reason, extract(epoch FROM o.escalated_at - o.opened_at)::float8 AS value
  FROM desk.conversation_outcomes o WHERE o.escalated_at IS NOT NULL;

-- Messages that could not be sent, when that was known.
CREATE VIEW desk.metric_failed_sends WITH (security_invoker = true) AS
  SELECT e.tenant_id, e.created_at AS at, e.run_id, e.conversation_id, NULL::uuid AS decision_id, 1::float8 AS value
  FROM desk.events e WHERE e.kind = 'run_state' AND e.to_state = 'send_failed';

-- Tokens of the model.
CREATE VIEW desk.metric_tokens WITH (security_invoker = true) AS
  SELECT m.tenant_id, m.created_at AS at, m.run_id, r.conversation_id, m.decision_id, m.model, m.node, (m.input_tokens + m.output_tokens)::float8 AS value
  FROM desk.model_calls m JOIN desk.runs r ON r.tenant_id = m.tenant_id AND r.run_id = m.run_id;

CREATE INDEX runs_decided ON desk.runs (tenant_id, decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX runs_ended ON desk.runs (tenant_id, updated_at) WHERE run_state IN ('approved_sent', 'rejected', 'completed');
CREATE INDEX events_failed ON desk.events (tenant_id, created_at) WHERE kind = 'run_state' AND to_state = 'send_failed';
CREATE INDEX model_calls_time ON desk.model_calls (tenant_id, created_at);

DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['runs', 'decided', 'ended', 'policy', 'resolved', 'escalated', 'failed_sends', 'tokens'] LOOP
    EXECUTE format('GRANT SELECT ON desk.metric_%s TO aidesk_desk_app', target);
  END LOOP;
END
$$;
