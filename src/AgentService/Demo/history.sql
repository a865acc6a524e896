-- A history as a desk would have it: conversations of the last days with their runs in every state, decided by people and by policy. Steps, one statement
-- each, of one transaction: for groups @first to @last of tenant @tenant. A group is five runs in three conversations, of one, one and three runs.
-- Every row is of the law: a run begins as running and moves as the table of moves has it; triggers and row-level security hold.
-- Steps of the part "runs" are done for each @k from 1 to 3, because a conversation has one open run at a time.
-- Nothing is drawn (OFFSET 0 keeps an md5 from being computed once for each of its uses): a row is what the md5 of its number says, seen from @now. Ids begin with "dede", so that everybody sees what they are.

-- step: a number from 0 to 1 of a row
CREATE OR REPLACE FUNCTION pg_temp.chance(kind text, n bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS
  $$ SELECT ('x' || substr(md5(kind || n), 1, 8))::bit(32)::bigint / 4294967296.0 $$

-- step: the id of a row
CREATE OR REPLACE FUNCTION pg_temp.id(kind int, n bigint) RETURNS uuid LANGUAGE sql STABLE AS
  $$ SELECT ('dede' || lpad(to_hex(kind), 4, '0') || lpad(to_hex(n), 12, '0') || substr(md5(current_setting('app.tenant_id') || kind || ':' || n), 1, 12))::uuid $$

-- step: one of a list
CREATE OR REPLACE FUNCTION pg_temp.one(list jsonb, chance float8) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT list ->> floor(chance * jsonb_array_length(list))::int $$

-- step: what customers ask for
CREATE TEMP TABLE seed_intents ON COMMIT DROP AS
SELECT i.*, (sum(i.weight) OVER w - i.weight) / sum(i.weight) OVER () AS low, sum(i.weight) OVER w / sum(i.weight) OVER () AS high
FROM (SELECT o.ordinality AS place, r.* FROM jsonb_array_elements(@data::jsonb -> 'intents') WITH ORDINALITY o,
      LATERAL jsonb_to_record(o.value) AS r (intent text, weight float8, question text, reply text, edit text, tool text, arguments text, sanitized text, hidden jsonb, verdict text, reason text, risk text, cites boolean)) i
WINDOW w AS (ORDER BY i.place)

-- step: conversations
CREATE TEMP TABLE seed_conversations ON COMMIT DROP AS
SELECT c, g, size, pg_temp.id(1, c) AS conversation_id, c % 8 = 5 AS is_handed, waits,
       CASE WHEN waits THEN @now - pg_temp.chance('waits', c) * interval '10 hours'
            ELSE began - CASE WHEN began > @now - size * interval '75 minutes' THEN interval '1 day' ELSE interval '0' END END AS began,
       CASE WHEN c IN (4, 61, 133) THEN @data::jsonb -> 'owners' ->> 0 ELSE '' END AS person_id,
       CASE WHEN c IN (4, 61, 133) THEN @data::jsonb -> 'owners' ->> 1
            ELSE 'demo-' || lpad(((c / 400) * 97 + floor(97 * pg_temp.chance('contact', c))::int)::text, 6, '0') END AS contact_id,
       CASE WHEN c % 8 <> 5 THEN 0 WHEN @extra > 0 THEN @extra ELSE 2 + (c % 3)::int END AS extra
FROM (SELECT c, c / 3 AS g, CASE WHEN c % 3 = 2 THEN 3 ELSE 1 END AS size, c % 300 = 21 AS waits,
             day - CASE WHEN extract(isodow FROM day AT TIME ZONE @zone) > 5 AND pg_temp.chance('weekend', c) < 0.6 THEN interval '2 days' ELSE interval '0' END
             + interval '8 hours' + (pg_temp.chance('hour', c) + pg_temp.chance('minute', c)) / 2 * interval '12 hours' AS began
      FROM (SELECT c, date_trunc('day', @now, @zone) - floor(35 * pow(pg_temp.chance('day', c), 1.2)) * interval '1 day' AS day
            FROM generate_series(@first * 3, @last * 3 + 2) AS c) days) times

-- step: runs
CREATE TEMP TABLE seed_runs ON COMMIT DROP AS
SELECT s.*, kind NOT IN ('handed', 'injection') AS has_draft, kind IN ('sent', 'edited', 'auto') AS is_sent, kind IN ('handed', 'injection') AS is_told,
       created_at + interval '1 second' + pg_temp.chance('draft', n) * interval '3 seconds' AS drafted_at,
       CASE WHEN kind = 'superseded' THEN began + k * interval '47 minutes' + pg_temp.chance('later', 3 * c + k + 1) * interval '15 minutes' ELSE created_at + interval '5 seconds' END
         + CASE WHEN kind = 'superseded' THEN interval '0' WHEN kind IN ('auto', 'handed', 'injection') THEN interval '0' WHEN kind = 'expired' THEN interval '25 minutes'
         ELSE interval '12 seconds' + pow(pg_temp.chance('decision', n), 4) * interval '22 minutes' END AS decided_at,
       replace(replace(replace(replace(replace(reply, '{order}', order_id), '{number}', number), '{ref}', ref), '{account}', account), '{day}', day) AS original,
       replace(replace(replace(replace(replace(CASE kind WHEN 'injection' THEN @data::jsonb ->> 'attack' ELSE question END,
         '{order}', order_id), '{number}', number), '{ref}', ref), '{account}', account), '{day}', day) AS asked,
       pg_temp.one(@data::jsonb -> 'deciders', pg_temp.chance('decider', n)) AS decider
FROM (SELECT r.*, i.intent, i.question, i.reply, i.edit, i.tool, i.arguments, i.sanitized, i.hidden, i.verdict, i.reason, i.risk, coalesce(i.cites, false) AS cites,
             'ORD-' || lpad((200000 + n % 700000)::text, 6, '0') AS order_id, (1000 + n)::text AS number, upper(substr(md5('ref' || n), 1, 8)) AS ref,
             lpad((20000000 + n)::text, 8, '0') AS account, to_char(r.created_at + interval '2 days', 'YYYY-MM-DD') AS day,
             pg_temp.id(2, n) AS run_id, pg_temp.id(3, n) AS message_id,
             CASE WHEN waits THEN 'pending' WHEN k = size AND is_handed THEN 'handed' WHEN k = size AND u < 0.03 THEN 'injection' WHEN u < 0.095 THEN 'rejected' WHEN u < 0.105 THEN 'expired'
                  WHEN k < size AND u < 0.15 THEN 'superseded' WHEN k = size AND u < 0.111 THEN 'failed' WHEN k = size AND u < 0.118 THEN 'discarded'
                  WHEN u < 0.15 + 0.8 * (@data::jsonb ->> 'autopilot')::float8 THEN 'auto' WHEN pg_temp.chance('edited', n) < 0.23 THEN 'edited' ELSE 'sent' END AS kind
      FROM (SELECT c.*, k, 5 * g + CASE c.c % 3 WHEN 0 THEN 1 WHEN 1 THEN 2 ELSE 2 + k END AS n,
                   began + (k - 1) * interval '47 minutes' + (CASE WHEN k > 1 THEN pg_temp.chance('later', 3 * c.c + k) ELSE 0 END) * interval '15 minutes' AS created_at
            FROM seed_conversations c CROSS JOIN LATERAL generate_series(1, c.size) AS k OFFSET 0) r
      CROSS JOIN LATERAL (SELECT pg_temp.chance('kind', n) AS u, pg_temp.chance('intent', n) AS v OFFSET 0) chance
      JOIN seed_intents i ON v >= i.low AND v < i.high OFFSET 0) s

-- step: texts
ALTER TABLE seed_runs ADD COLUMN final text, ADD COLUMN outcome text, ADD COLUMN sent_at timestamptz, ADD COLUMN ended_at timestamptz, ADD COLUMN place int, ADD COLUMN decisions uuid[]

-- step: what became of them
UPDATE seed_runs SET
  final = CASE WHEN NOT has_draft THEN NULL WHEN kind = 'edited' THEN original || ' ' || edit ELSE original END,
  outcome = CASE kind WHEN 'injection' THEN 'injection' WHEN 'rejected' THEN 'rejected' WHEN 'expired' THEN 'expired' WHEN 'superseded' THEN 'superseded' WHEN 'pending' THEN '' WHEN 'failed' THEN ''
            WHEN 'discarded' THEN 'discarded'
            WHEN 'handed' THEN (ARRAY['requested', 'requested', 'requested', 'tool_blocked', 'unsound_draft', 'blocked_output', 'model_timeout', 'requested', 'tool_blocked', 'tool_loop'])[1 + floor(10 * pg_temp.chance('outcome', n))::int]
            ELSE 'sent' END,
  sent_at = decided_at + interval '1 second',
  ended_at = CASE WHEN kind IN ('handed', 'injection', 'rejected', 'expired', 'superseded') THEN decided_at WHEN kind = 'pending' THEN drafted_at ELSE decided_at + interval '1 second' END,
  decisions = CASE WHEN has_draft THEN ARRAY[pg_temp.id(16, n), pg_temp.id(15, n)] ELSE '{}' END

-- step: places of messages
UPDATE seed_runs r SET place = p.place
FROM (SELECT n, 1 + coalesce(sum(1 + (is_sent OR is_told)::int) OVER (PARTITION BY c ORDER BY k ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS place FROM seed_runs) p
WHERE p.n = r.n

-- step: how conversations ended
CREATE TEMP TABLE seed_ends ON COMMIT DROP AS
SELECT c.*, l.last_place, l.last_at, l.last_kind, l.last_run, l.last_place + c.extra AS version,
       LEAST(interval '90 seconds', (@now - l.last_at) / (c.extra + 2)) AS pace,
       CASE WHEN l.last_kind IN ('pending', 'failed', 'rejected', 'injection', 'expired') THEN pg_temp.chance('solved', c.c) < 0.3 AND l.last_kind <> 'pending' ELSE pg_temp.chance('solved', c.c) < 0.78 END AS is_solved
FROM seed_conversations c
JOIN (SELECT DISTINCT ON (r.c) r.c, r.place + (r.is_sent OR r.is_told)::int AS last_place, r.ended_at AS last_at, r.kind AS last_kind, r.run_id AS last_run FROM seed_runs r ORDER BY r.c, r.k DESC) l ON l.c = c.c

-- step: names
INSERT INTO desk.contacts (tenant_id, contact_id, name, email, preferred_language, created_at)
SELECT @tenant, contact_id, first || ' ' || last, lower(translate(first || '.' || last, 'áéíóúñÁÉÍÓÚÑ', 'aeiounAEIOUN')) || '@' || contact_id || '.example', @locale, @now - interval '36 days'
FROM (SELECT contact_id, pg_temp.one(@data::jsonb -> 'first_names', pg_temp.chance('first', min(c))) AS first, pg_temp.one(@data::jsonb -> 'last_names', pg_temp.chance('last', min(c))) AS last
      FROM seed_conversations GROUP BY contact_id) people
ON CONFLICT DO NOTHING

-- step: conversations of the desk
INSERT INTO desk.conversations (tenant_id, conversation_id, contact_id, person_id, session_id, locale, status, version, tags, created_at, updated_at)
SELECT @tenant, conversation_id, contact_id, person_id, 's-' || md5(contact_id), @locale, 'open', version, ARRAY['demo'], began, last_at + extra * pace
FROM seed_ends ORDER BY c

-- step: messages of customers
INSERT INTO desk.messages (tenant_id, message_id, conversation_id, sequence, author, person_id, author_name, text, request_id, created_at)
SELECT @tenant, r.message_id, r.conversation_id, r.place, 'customer', r.person_id, k.name, r.asked, 'demo-history-' || r.n, r.created_at
FROM seed_runs r JOIN desk.contacts k ON k.tenant_id = @tenant AND k.contact_id = r.contact_id ORDER BY r.n

-- step: sizes
ANALYZE seed_runs, seed_conversations, seed_ends

-- part: runs
-- step: runs that begin
INSERT INTO desk.runs (tenant_id, run_id, conversation_id, message_id, mode, level, locale, prompt_version, created_at, updated_at)
SELECT @tenant, run_id, conversation_id, message_id, CASE WHEN kind = 'auto' THEN 'autopilot' ELSE 'copilot' END, (@data::jsonb ->> 'level')::int, @locale, 'v1', created_at, created_at
FROM seed_runs WHERE k = @k ORDER BY n

-- step: runs that end without a reply
UPDATE desk.runs r SET run_state = 'completed', intent = s.intent, outcome = s.outcome, updated_at = s.ended_at
FROM seed_runs s WHERE r.tenant_id = @tenant AND r.run_id = s.run_id AND s.k = @k AND NOT s.has_draft

-- step: runs with a draft
UPDATE desk.runs r SET run_state = CASE WHEN s.kind = 'auto' THEN 'approved' ELSE 'pending_approval' END, intent = s.intent,
  ai_reply_original = s.original, ai_reply_final = s.original, draft_hash = encode(sha256(convert_to(s.original, 'UTF8')), 'hex'), conversation_version = s.place, draft_decisions = s.decisions,
  expires_at = CASE WHEN s.kind <> 'auto' THEN s.drafted_at + interval '24 hours' END, updated_at = s.drafted_at,
  decided_by = CASE WHEN s.kind = 'auto' THEN 'policy' END, decided_how = CASE WHEN s.kind = 'auto' THEN 'policy' END, decided_at = CASE WHEN s.kind = 'auto' THEN s.decided_at END
FROM seed_runs s WHERE r.tenant_id = @tenant AND r.run_id = s.run_id AND s.k = @k AND s.has_draft

-- step: drafts that were decided
UPDATE desk.runs r SET run_state = CASE WHEN s.kind IN ('rejected', 'expired', 'superseded') THEN 'rejected' ELSE 'approved' END, expires_at = NULL, updated_at = s.decided_at, decided_at = s.decided_at,
  ai_reply_final = s.final, draft_hash = encode(sha256(convert_to(s.final, 'UTF8')), 'hex'), edited = s.kind = 'edited', edit_distance = CASE WHEN s.kind = 'edited' THEN char_length(s.edit) + 1 ELSE 0 END,
  outcome = CASE WHEN s.kind IN ('rejected', 'expired', 'superseded') THEN s.outcome ELSE '' END,
  decided_by = CASE WHEN s.kind IN ('expired', 'superseded') THEN replace(s.kind, 'expired', 'expiry') ELSE s.decider END,
  decided_how = CASE s.kind WHEN 'expired' THEN 'expiry' WHEN 'superseded' THEN 'superseded' ELSE 'person' END,
  reject_reason = CASE WHEN s.kind = 'rejected' THEN pg_temp.one('["incorrect", "incorrect", "incomplete", "tone", "policy", "human_reply", "not_needed", "other"]', pg_temp.chance('reason', s.n)) END,
  reject_note = CASE WHEN s.kind = 'rejected' THEN pg_temp.one(@data::jsonb -> 'notes', pg_temp.chance('note', s.n)) END,
  receipt = CASE WHEN s.kind NOT IN ('expired', 'superseded') THEN jsonb_build_object(
    'Decision', CASE WHEN s.kind = 'rejected' THEN 'reject' ELSE 'approve' END, 'State', CASE WHEN s.kind = 'rejected' THEN 'rejected' ELSE 'approved' END, 'DecidedBy', s.decider,
    'DecidedAt', to_char(s.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'OutboxId', CASE WHEN s.kind <> 'rejected' THEN pg_temp.id(5, s.n) END,
    'TextHash', encode(sha256(convert_to(s.final, 'UTF8')), 'hex')) END
FROM seed_runs s WHERE r.tenant_id = @tenant AND r.run_id = s.run_id AND s.k = @k AND s.has_draft AND s.kind NOT IN ('auto', 'pending')

-- step: messages that went out, or did not
UPDATE desk.runs r SET run_state = CASE WHEN s.is_sent THEN 'approved_sent' ELSE 'send_failed' END, outcome = CASE WHEN s.is_sent THEN 'sent' ELSE '' END, updated_at = s.sent_at
FROM seed_runs s WHERE r.tenant_id = @tenant AND r.run_id = s.run_id AND s.k = @k AND (s.is_sent OR s.kind IN ('failed', 'discarded'))

-- step: messages that people gave up
UPDATE desk.runs r SET run_state = 'rejected', outcome = 'discarded', updated_at = s.sent_at + interval '10 minutes'
FROM seed_runs s WHERE r.tenant_id = @tenant AND r.run_id = s.run_id AND s.k = @k AND s.kind = 'discarded'

-- part: rest
-- step: outbox
INSERT INTO desk.outbox_messages (tenant_id, outbox_id, run_id, conversation_id, channel, text, state, attempts, next_attempt_at, fence, last_error, receipt, decision_ids, created_at, finished_at)
SELECT @tenant, pg_temp.id(5, n), run_id, conversation_id, 'web', final, CASE WHEN is_sent THEN 'sent' WHEN kind = 'failed' THEN 'failed' ELSE 'discarded' END, 1, decided_at, 1,
       CASE WHEN is_sent THEN '' ELSE 'the address cannot be reached' END,
       CASE WHEN kind = 'discarded' THEN jsonb_build_object('Decision', 'discard', 'State', 'rejected', 'DecidedBy', decider,
         'DecidedAt', to_char((sent_at + interval '10 minutes') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'TextHash', encode(sha256(convert_to(final, 'UTF8')), 'hex')) END,
       decisions, decided_at, CASE WHEN is_sent THEN sent_at END
FROM seed_runs WHERE is_sent OR kind IN ('failed', 'discarded') ORDER BY n

-- step: messages of the agent, and of the desk where a person takes over or policy says no
INSERT INTO desk.messages (tenant_id, message_id, conversation_id, sequence, author, text, run_id, created_at)
SELECT @tenant, pg_temp.id(4, n), conversation_id, place + 1, CASE WHEN is_sent THEN 'bot' ELSE 'system' END,
       CASE WHEN is_sent THEN final WHEN kind = 'handed' THEN @data::jsonb ->> 'handover' ELSE @data::jsonb ->> 'refusal' END, run_id, ended_at
FROM seed_runs WHERE is_sent OR is_told ORDER BY n

-- step: what people wrote in conversations that they took over
INSERT INTO desk.messages (tenant_id, message_id, conversation_id, sequence, author, person_id, author_name, text, request_id, created_at)
SELECT @tenant, pg_temp.id(6, 10000 * c + j), conversation_id, last_place + j, CASE WHEN j % 2 = 1 THEN 'agent' ELSE 'customer' END,
       CASE WHEN j % 2 = 1 THEN @data::jsonb -> 'agent' ->> 0 ELSE person_id END,
       CASE WHEN j % 2 = 1 THEN @data::jsonb -> 'agent' ->> 1 ELSE '' END,
       CASE WHEN j % 2 = 1 THEN @data::jsonb -> 'agent_lines' ->> ((j / 2) % 3)::int ELSE @data::jsonb -> 'customer_lines' ->> ((j / 2) % 3)::int END,
       'demo-history-' || c || '-' || j, last_at + j * pace
FROM seed_ends CROSS JOIN LATERAL generate_series(1, extra) AS j WHERE extra > 0 ORDER BY c, j

-- step: who answers, and what is solved
UPDATE desk.conversations v SET
  taken_over_by = CASE WHEN e.is_handed THEN @data::jsonb -> 'agent' ->> 0 END, assigned_to = CASE WHEN e.is_handed THEN @data::jsonb -> 'agent' ->> 0 END, taken_over_at = CASE WHEN e.is_handed THEN e.last_at END,
  status = CASE WHEN e.is_solved THEN 'solved' WHEN e.is_handed OR e.last_kind IN ('sent', 'edited', 'auto') THEN 'waiting' ELSE 'open' END,
  solved_at = CASE WHEN e.is_solved THEN LEAST(@now, e.last_at + e.extra * e.pace + pg_temp.chance('solving', e.c) * interval '50 minutes') END,
  reopened = CASE WHEN e.is_solved AND e.size > 1 AND pg_temp.chance('again', e.c) < 0.12 THEN 1 ELSE 0 END,
  tags = CASE WHEN e.last_kind = 'injection' THEN ARRAY['demo', 'security'] ELSE v.tags END
FROM seed_ends e WHERE v.tenant_id = @tenant AND v.conversation_id = e.conversation_id AND (e.is_handed OR e.is_solved OR e.last_kind IN ('sent', 'edited', 'auto', 'injection'))

-- step: decisions of policy
INSERT INTO desk.run_decisions (tenant_id, decision_id, run_id, rpc, node, verdict, reason, tool, findings, decided_at)
SELECT @tenant, pg_temp.id(d.kind, s.n), s.run_id, d.rpc, d.node, d.verdict, d.reason, d.tool, d.findings, s.created_at + d.kind * interval '60 milliseconds'
FROM seed_runs s CROSS JOIN LATERAL (VALUES
  (11, 'CheckInput', 'vendor', CASE WHEN s.kind = 'injection' THEN 'deny' ELSE 'allow' END,
    CASE WHEN s.kind <> 'injection' THEN 'OK' WHEN pg_temp.chance('strike', s.n) < 0.25 THEN 'SESSION_BLOCKED' WHEN pg_temp.chance('strike', s.n) < 0.4 THEN 'STRIKE' ELSE 'PROMPT_INJECTION' END,
    '', CASE WHEN s.kind = 'injection' THEN ARRAY['injection.override', 'injection.extraction'] ELSE '{}'::text[] END, true),
  (12, 'CheckToolCall', 'tools', s.verdict, s.reason, s.tool, '{}'::text[], s.tool IS NOT NULL AND s.kind <> 'injection'),
  (13, 'FilterToolOutput', 'tools', 'allow', 'OK', s.tool, CASE WHEN jsonb_array_length(s.hidden) > 0 THEN ARRAY['output.undeclared_field'] ELSE '{}'::text[] END, s.tool IS NOT NULL AND s.kind <> 'injection'),
  (14, 'CheckInput', 'vendor', 'allow', 'OK', '', '{}'::text[], s.tool IS NOT NULL AND s.kind <> 'injection'),
  (15, 'CheckOutput', 'guard', CASE WHEN s.outcome = 'blocked_output' THEN 'deny' ELSE 'allow' END, CASE WHEN s.outcome = 'blocked_output' THEN 'LEAK' ELSE 'OK' END, '',
    CASE WHEN s.outcome = 'blocked_output' THEN ARRAY['leak.secret'] ELSE '{}'::text[] END, s.has_draft OR s.outcome = 'blocked_output'),
  (16, 'CheckToolCall', 'guard', CASE WHEN s.kind = 'auto' THEN 'allow_post_review' ELSE 'require_approval' END, CASE WHEN s.kind = 'auto' THEN 'RISK_LEVEL' ELSE 'COPILOT_REVIEW' END, 'send_message', '{}'::text[], s.has_draft),
  (17, 'CheckToolCall', 'tools', 'deny', 'TOOL_NOT_ALLOWED', @data::jsonb ->> 'blocked_tool', '{}'::text[], s.outcome = 'tool_blocked')
) AS d (kind, rpc, node, verdict, reason, tool, findings, is_made)
WHERE d.is_made ORDER BY s.n, d.kind

-- step: calls of the model
INSERT INTO desk.model_calls (tenant_id, run_id, ordinal, node, decision_id, model, prompt_version, input_tokens, output_tokens, outcome, created_at)
SELECT @tenant, run_id, o, 'vendor', pg_temp.id(8 + 3 * o, n), 'aidesk-scripted-1', 'v1', 500 + floor(900 * pg_temp.chance('input', n))::int + 300 * o, 15 + floor(120 * pg_temp.chance('output', n))::int,
       CASE WHEN outcome = 'model_timeout' THEN 'timeout' ELSE 'ok' END, created_at + o * interval '700 milliseconds'
FROM seed_runs CROSS JOIN LATERAL generate_series(1, CASE WHEN tool IS NULL THEN 1 ELSE 2 END) AS o WHERE kind <> 'injection' ORDER BY n, o

-- step: calls of tools
INSERT INTO desk.tool_calls (tenant_id, run_id, call_id, tool, arguments, state, decision_id, raw_output, sanitized, hidden_fields, executed_at, created_at)
SELECT @tenant, run_id, 'call-1-1', tool, filled.arguments, 'executed', pg_temp.id(12, n), filled.sanitized, filled.sanitized, ARRAY(SELECT jsonb_array_elements_text(hidden)),
       created_at + interval '900 milliseconds', created_at + interval '800 milliseconds'
FROM seed_runs CROSS JOIN LATERAL (SELECT
  replace(replace(replace(replace(replace(arguments, '{order}', order_id), '{number}', number), '{ref}', ref), '{account}', account), '"current"', '"' || contact_id || '"') AS arguments,
  replace(replace(replace(replace(sanitized, '{order}', order_id), '{number}', number), '{ref}', ref), '{day}', day) AS sanitized) filled
WHERE tool IS NOT NULL AND kind <> 'injection' ORDER BY n

-- step: calls of tools that policy did not let through
INSERT INTO desk.tool_calls (tenant_id, run_id, call_id, tool, arguments, state, decision_id, created_at)
SELECT @tenant, run_id, 'call-2-1', @data::jsonb ->> 'blocked_tool', '{}', 'blocked', pg_temp.id(17, n), created_at + interval '1100 milliseconds' FROM seed_runs WHERE outcome = 'tool_blocked' ORDER BY n

-- step: drafts that waited
INSERT INTO desk.approvals (tenant_id, approval_id, run_id, conversation_id, kind, approval_type, state, decision_id, risk, reason, decided_by, decided_at, expires_at, created_at)
SELECT @tenant, pg_temp.id(7, n), run_id, conversation_id, 'draft', 'standard', CASE kind WHEN 'pending' THEN 'pending_review' WHEN 'expired' THEN 'expired' WHEN 'rejected' THEN 'rejected' WHEN 'superseded' THEN 'rejected' ELSE 'approved' END,
       pg_temp.id(16, n), 'medium', 'COPILOT_REVIEW', CASE kind WHEN 'pending' THEN NULL WHEN 'expired' THEN 'expiry' WHEN 'superseded' THEN 'superseded' ELSE decider END,
       CASE WHEN kind <> 'pending' THEN decided_at END, drafted_at + interval '24 hours', drafted_at
FROM seed_runs WHERE has_draft AND kind <> 'auto' ORDER BY n

-- step: what was done and looked at afterwards
INSERT INTO desk.approvals (tenant_id, approval_id, run_id, conversation_id, kind, approval_type, state, requires_post_review, call_id, decision_id, risk, reason, finding, note, decided_by, decided_at, created_at)
SELECT @tenant, pg_temp.id(kind_id, n), run_id, conversation_id, 'post_review', 'standard', 'approved', true, call_id, pg_temp.id(decision, n), 'medium', 'RISK_LEVEL',
       CASE WHEN is_open THEN NULL WHEN pg_temp.chance('finding', n) < 0.06 THEN 'problem' ELSE 'fine' END,
       CASE WHEN NOT is_open AND pg_temp.chance('finding', n) < 0.06 THEN pg_temp.one(@data::jsonb -> 'notes', pg_temp.chance('note', n)) END,
       CASE WHEN NOT is_open THEN decider END, CASE WHEN NOT is_open THEN reviewed END, created_at + interval '2 seconds'
FROM (SELECT s.*, kind_id, call_id, decision, created_at + interval '1 hour' + pg_temp.chance('reviewed', n) * interval '20 hours' AS reviewed,
             created_at + interval '21 hours' > @now AS is_open
      FROM seed_runs s CROSS JOIN LATERAL (VALUES (8, 'call-1-1', 12, verdict = 'allow_post_review' AND kind <> 'injection'), (9, 'send_message', 16, kind = 'auto')) AS v (kind_id, call_id, decision, is_due)
      WHERE is_due) due
ORDER BY n

-- step: what drafts stand on
INSERT INTO desk.run_citations (tenant_id, run_id, ordinal, chunk_id, source, title, version, text)
SELECT @tenant, s.run_id, 1, k.chunk_id, k.source, k.title, k.version, k.body
FROM seed_runs s
JOIN (SELECT i.question, h.* FROM seed_intents i CROSS JOIN LATERAL desk.search_knowledge(i.question, @locale, 1) h WHERE i.cites) k ON k.question = s.question
WHERE s.cites AND s.has_draft

-- step: what is on record, in its order
INSERT INTO desk.events (tenant_id, kind, conversation_id, run_id, from_state, to_state, actor, detail, created_at)
SELECT @tenant, e.kind, s.conversation_id, s.run_id, e.from_state, e.to_state, e.actor, e.detail, e.at
FROM seed_runs s CROSS JOIN LATERAL (VALUES
  (1, 'run_state', NULL, 'running', s.person_id, s.created_at, '{}'::jsonb, true),
  (2, 'run_state', 'running', 'completed', 'graph', s.ended_at, '{}', NOT s.has_draft),
  (2, 'run_state', 'running', 'approved', 'policy', s.drafted_at, '{}', s.kind = 'auto'),
  (2, 'run_state', 'running', 'pending_approval', 'graph', s.drafted_at, '{}', s.has_draft AND s.kind <> 'auto'),
  (3, 'run_state', 'pending_approval', 'rejected', CASE s.kind WHEN 'rejected' THEN s.decider WHEN 'expired' THEN 'expiry' ELSE s.kind END, s.decided_at, '{}', s.kind IN ('rejected', 'expired', 'superseded')),
  (3, 'run_state', 'pending_approval', 'approved', s.decider, s.decided_at, '{}', s.kind IN ('sent', 'edited', 'failed', 'discarded')),
  (4, 'run_state', 'approved', 'approved_sent', 'dispatcher', s.sent_at, '{}', s.is_sent),
  (4, 'run_state', 'approved', 'send_failed', 'dispatcher', s.sent_at, '{}', s.kind IN ('failed', 'discarded')),
  (5, 'run_state', 'send_failed', 'rejected', s.decider, s.sent_at + interval '10 minutes', '{}', s.kind = 'discarded'),
  (6, 'takeover', NULL, NULL, 'graph', s.ended_at, jsonb_build_object('reason', s.outcome), s.kind = 'handed'),
  (7, 'tool_blocked', NULL, NULL, 'policy', s.created_at + interval '1100 milliseconds', jsonb_build_object('tool', @data::jsonb ->> 'blocked_tool', 'reason', 'TOOL_NOT_ALLOWED'), s.outcome = 'tool_blocked')
) AS e (place, kind, from_state, to_state, actor, at, detail, is_made)
WHERE e.is_made ORDER BY e.at, s.n, e.place

-- part: outcomes
-- step: how conversations went, counted once where the triggers did not
SELECT count(desk.recount_outcome(@tenant, conversation_id)::text) FROM seed_conversations
