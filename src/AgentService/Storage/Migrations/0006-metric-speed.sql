-- What the dashboard counts is read from indexes alone, without a look at the rows, and joins are made only for those rows that are listed.

-- How long the draft waited for the decision, seconds; null for one that no person had before them. Kept where the decision is written, so that nobody
-- looks for the draft's approval again for each row that is counted.
ALTER TABLE desk.runs ADD COLUMN decision_seconds float8;
GRANT SELECT (decision_seconds), INSERT (decision_seconds), UPDATE (decision_seconds) ON desk.runs TO aidesk_desk_app;

CREATE FUNCTION desk.decision_seconds(tenant text, run uuid, decided timestamptz) RETURNS float8 LANGUAGE sql STABLE
  RETURN (SELECT extract(epoch FROM decided - max(a.created_at))::float8 FROM desk.approvals a WHERE a.tenant_id = tenant AND a.run_id = run AND a.kind = 'draft');

CREATE FUNCTION desk.keep_decision_seconds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.decision_seconds := desk.decision_seconds(NEW.tenant_id, NEW.run_id, NEW.decided_at);
  RETURN NEW;
END
$$;
CREATE TRIGGER keep_decision_seconds BEFORE UPDATE OF decided_at ON desk.runs FOR EACH ROW
  WHEN (NEW.decided_at IS NOT NULL AND NEW.decided_at IS DISTINCT FROM OLD.decided_at) EXECUTE FUNCTION desk.keep_decision_seconds();

CREATE INDEX approvals_draft ON desk.approvals (tenant_id, run_id) INCLUDE (created_at) WHERE kind = 'draft';

-- The owner is bound by the policies of rows too, except for this one statement.
ALTER TABLE desk.runs NO FORCE ROW LEVEL SECURITY;
ALTER TABLE desk.approvals NO FORCE ROW LEVEL SECURITY;
UPDATE desk.runs r SET decision_seconds = desk.decision_seconds(r.tenant_id, r.run_id, r.decided_at) WHERE r.decided_at IS NOT NULL;
ALTER TABLE desk.runs FORCE ROW LEVEL SECURITY;
ALTER TABLE desk.approvals FORCE ROW LEVEL SECURITY;

-- The same columns as before. What only a list of rows shows is looked up for those rows; counting never reads it.
CREATE OR REPLACE VIEW desk.metric_decided WITH (security_invoker = true) AS
  SELECT r.tenant_id, r.decided_at AS at, r.run_id, r.conversation_id, NULL::uuid AS decision_id, r.mode, r.level::text AS level,
         COALESCE(NULLIF(r.intent, ''), 'unknown') AS intent, r.prompt_version, r.decided_how,
         CASE WHEN r.run_state = 'rejected' AND r.reject_reason IS NOT NULL THEN 'rejected' WHEN r.run_state = 'rejected' THEN 'lapsed' WHEN r.edited THEN 'edited' ELSE 'approved' END AS kind,
         COALESCE(r.reject_reason, '') AS reason, r.edit_distance::float8 AS edit_distance,
         COALESCE(r.decision_seconds, desk.decision_seconds(r.tenant_id, r.run_id, r.decided_at)) AS value
  FROM desk.runs r
  WHERE r.decided_at IS NOT NULL AND r.ai_reply_original IS NOT NULL;

CREATE OR REPLACE VIEW desk.metric_policy WITH (security_invoker = true) AS
  SELECT d.tenant_id, d.decided_at AS at, d.run_id, (SELECT r.conversation_id FROM desk.runs r WHERE r.tenant_id = d.tenant_id AND r.run_id = d.run_id) AS conversation_id,
         d.decision_id, d.rpc, d.verdict, d.reason, COALESCE(NULLIF(d.tool, ''), 'none') AS tool, 1::float8 AS value
  FROM desk.run_decisions d;

CREATE OR REPLACE VIEW desk.metric_tokens WITH (security_invoker = true) AS
  SELECT m.tenant_id, m.created_at AS at, m.run_id, (SELECT r.conversation_id FROM desk.runs r WHERE r.tenant_id = m.tenant_id AND r.run_id = m.run_id) AS conversation_id,
         m.decision_id, m.model, m.node, (m.input_tokens + m.output_tokens)::float8 AS value
  FROM desk.model_calls m;

DROP INDEX desk.runs_decided, desk.runs_ended, desk.model_calls_time, desk.outcomes_resolved, desk.outcomes_escalated;
CREATE INDEX runs_began ON desk.runs (tenant_id, created_at) INCLUDE (mode, level, intent);
CREATE INDEX runs_decided ON desk.runs (tenant_id, decided_at) INCLUDE (run_state, reject_reason, edited, mode, level, intent, prompt_version, decided_how, edit_distance, decision_seconds, run_id)
  WHERE decided_at IS NOT NULL AND ai_reply_original IS NOT NULL;
CREATE INDEX runs_ended ON desk.runs (tenant_id, updated_at) INCLUDE (run_state, outcome, decided_how) WHERE run_state IN ('approved_sent', 'rejected', 'completed');
CREATE INDEX model_calls_time ON desk.model_calls (tenant_id, created_at) INCLUDE (model, input_tokens, output_tokens);
CREATE INDEX run_decisions_denied ON desk.run_decisions (tenant_id, decided_at) INCLUDE (rpc, reason, tool) WHERE verdict = 'deny';
CREATE INDEX run_decisions_strikes ON desk.run_decisions (tenant_id, decided_at) INCLUDE (reason) WHERE reason IN ('STRIKE', 'SESSION_BLOCKED');
CREATE INDEX outcomes_resolved ON desk.conversation_outcomes (tenant_id, resolved_at) INCLUDE (opened_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX outcomes_escalated ON desk.conversation_outcomes (tenant_id, escalated_at) INCLUDE (opened_at) WHERE escalated_at IS NOT NULL;
