-- Eight runs of praxis-linden: one in the period before (27 March), six in the period, one after it. Times are UTC; Berlin is an hour ahead before 29 March 2026, 01:00,
-- and two hours afterwards. What follows from them stands in DashboardTests.
INSERT INTO desk.contacts (tenant_id, contact_id, person_id, name) VALUES ('praxis-linden', 'c-1', 'p-1', 'P');

CREATE TEMPORARY TABLE plan (n int, began timestamptz, mode text, level int, intent text, kind text, seconds int, distance int) ON COMMIT DROP;
INSERT INTO plan VALUES
  (0, '2026-03-27 10:00Z', 'copilot',   1, '',         'approved', 30,   0),
  (1, '2026-03-28 23:30Z', 'copilot',   1, 'delivery', 'approved', 60,   0),
  (2, '2026-03-29 08:00Z', 'copilot',   1, 'delivery', 'edited',   120,  7),
  (3, '2026-03-29 09:00Z', 'copilot',   1, 'delivery', 'rejected', 600,  0),
  (4, '2026-03-29 10:00Z', 'copilot',   1, 'delivery', 'lapsed',   3600, 0),
  (5, '2026-03-29 11:00Z', 'autopilot', 2, '',         'policy',   1,    0),
  (6, '2026-03-29 12:00Z', 'autopilot', 2, '',         'injection', 0,   0),
  (7, '2026-03-30 22:00Z', 'copilot',   1, 'delivery', 'approved', 60,   0);

CREATE FUNCTION pg_temp.id(kind int, n int) RETURNS uuid LANGUAGE sql AS $$ SELECT format('00000000-0000-4000-8000-%s', lpad((kind * 1000 + n)::text, 12, '0'))::uuid $$;

INSERT INTO desk.conversations (tenant_id, conversation_id, contact_id, person_id, session_id, locale, version, created_at, updated_at)
  SELECT 'praxis-linden', pg_temp.id(1, n), 'c-1', 'p-1', 's', 'de', 1, began, began FROM plan;
INSERT INTO desk.messages (tenant_id, message_id, conversation_id, sequence, author, person_id, text, request_id, created_at)
  SELECT 'praxis-linden', pg_temp.id(2, n), pg_temp.id(1, n), 1, 'customer', 'p-1', 'text', 'r' || n, began FROM plan;
INSERT INTO desk.runs (tenant_id, run_id, conversation_id, message_id, mode, level, locale, prompt_version, intent, created_at, updated_at)
  SELECT 'praxis-linden', pg_temp.id(3, n), pg_temp.id(1, n), pg_temp.id(2, n), mode, level, 'de', 'v1', intent, began, began FROM plan;

-- Drafts that waited.
INSERT INTO desk.approvals (tenant_id, approval_id, run_id, conversation_id, kind, approval_type, state, decision_id, reason, created_at)
  SELECT 'praxis-linden', pg_temp.id(4, n), pg_temp.id(3, n), pg_temp.id(1, n), 'draft', 'standard', 'approved', pg_temp.id(5, n), 'COPILOT_REVIEW', began FROM plan WHERE kind IN ('approved', 'edited', 'rejected', 'lapsed');
UPDATE desk.runs r SET run_state = 'pending_approval', expires_at = p.began + interval '1 day', ai_reply_original = 'draft', ai_reply_final = 'draft', draft_hash = encode(sha256('draft'), 'hex'), conversation_version = 1 FROM plan p WHERE r.run_id = pg_temp.id(3, p.n) AND p.kind IN ('approved', 'edited', 'rejected', 'lapsed');
UPDATE desk.runs r SET run_state = 'approved', edited = p.kind = 'edited', edit_distance = p.distance, decided_by = 'vera', decided_how = 'person', decided_at = p.began + p.seconds * interval '1 second'
  FROM plan p WHERE r.run_id = pg_temp.id(3, p.n) AND p.kind IN ('approved', 'edited');
UPDATE desk.runs r SET run_state = 'rejected', reject_reason = 'tone', outcome = 'rejected', decided_by = 'vera', decided_how = 'person', decided_at = p.began + p.seconds * interval '1 second', updated_at = p.began + p.seconds * interval '1 second'
  FROM plan p WHERE r.run_id = pg_temp.id(3, p.n) AND p.kind = 'rejected';
UPDATE desk.runs r SET run_state = 'rejected', outcome = 'expired', decided_by = 'expiry', decided_how = 'expiry', decided_at = p.began + p.seconds * interval '1 second', updated_at = p.began + p.seconds * interval '1 second'
  FROM plan p WHERE r.run_id = pg_temp.id(3, p.n) AND p.kind = 'lapsed';
UPDATE desk.runs r SET run_state = 'approved', ai_reply_original = 'draft', ai_reply_final = 'draft', draft_hash = encode(sha256('draft'), 'hex'), conversation_version = 1, decided_by = 'policy', decided_how = 'policy', decided_at = p.began + p.seconds * interval '1 second'
  FROM plan p WHERE r.run_id = pg_temp.id(3, p.n) AND p.kind = 'policy';

-- Sent two seconds after they were decided.
UPDATE desk.runs r SET run_state = 'approved_sent', outcome = 'sent', updated_at = decided_at + interval '2 seconds' WHERE run_state = 'approved';

-- The injection: denied with a strike, handed over after 90 seconds; before that two tools were blocked.
INSERT INTO desk.run_decisions (tenant_id, decision_id, run_id, rpc, node, verdict, reason, tool, decided_at) VALUES
  ('praxis-linden', pg_temp.id(6, 1), pg_temp.id(3, 6), 'CheckInput', 'vendor', 'deny', 'PROMPT_INJECTION', '', '2026-03-29 12:00:30Z'),
  ('praxis-linden', pg_temp.id(6, 2), pg_temp.id(3, 6), 'CheckInput', 'vendor', 'deny', 'STRIKE', '', '2026-03-29 12:00:31Z'),
  ('praxis-linden', pg_temp.id(6, 3), pg_temp.id(3, 6), 'CheckToolCall', 'tools', 'deny', 'TOOL_NOT_ALLOWED', 'issue_refund', '2026-03-29 12:00:32Z'),
  ('praxis-linden', pg_temp.id(6, 4), pg_temp.id(3, 6), 'CheckToolCall', 'tools', 'deny', 'RISK_LEVEL', 'issue_refund', '2026-03-29 12:00:33Z'),
  ('praxis-linden', pg_temp.id(6, 5), pg_temp.id(3, 6), 'CheckToolCall', 'tools', 'require_approval', 'RISK_LEVEL', 'issue_refund', '2026-03-29 12:00:34Z');
INSERT INTO desk.messages (tenant_id, message_id, conversation_id, sequence, author, text, run_id, created_at)
  VALUES ('praxis-linden', pg_temp.id(2, 100), pg_temp.id(1, 6), 2, 'system', 'Ein Mensch übernimmt.', pg_temp.id(3, 6), '2026-03-29 12:01:30Z');
UPDATE desk.runs SET run_state = 'completed', outcome = 'injection', updated_at = '2026-03-29 12:01:30Z' WHERE run_id = pg_temp.id(3, 6);

-- The first conversation: solved after two hours, opened again, solved for good 26 hours after it began.
UPDATE desk.conversations SET status = 'solved', solved_at = '2026-03-29 01:30Z' WHERE conversation_id = pg_temp.id(1, 1);
UPDATE desk.conversations SET status = 'open', solved_at = NULL, reopened = 1 WHERE conversation_id = pg_temp.id(1, 1);
UPDATE desk.conversations SET status = 'solved', solved_at = '2026-03-30 01:30Z' WHERE conversation_id = pg_temp.id(1, 1);

INSERT INTO desk.events (tenant_id, kind, run_id, conversation_id, from_state, to_state, actor, created_at)
  VALUES ('praxis-linden', 'run_state', pg_temp.id(3, 2), pg_temp.id(1, 2), 'approved', 'send_failed', 'dispatcher', '2026-03-29 08:05Z');
INSERT INTO desk.model_calls (tenant_id, run_id, ordinal, node, decision_id, model, prompt_version, input_tokens, output_tokens, outcome, created_at) VALUES
  ('praxis-linden', pg_temp.id(3, 2), 1, 'vendor', pg_temp.id(7, 1), 'm-1', 'v1', 900, 100, 'ok', '2026-03-29 08:00:10Z'),
  ('praxis-linden', pg_temp.id(3, 2), 2, 'vendor', pg_temp.id(7, 2), 'm-1', 'v1', 450, 50, 'ok', '2026-03-29 08:00:20Z');
