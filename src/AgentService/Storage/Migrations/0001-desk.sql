-- Conversations, runs, approvals and the outbox. Every table is one tenant's rows at a time: row-level security on app.tenant_id, which each transaction
-- sets for itself, and an explicit predicate in every statement, so that either alone holds. tenant_id is the first column of every key.
--
-- aidesk_desk_app     the service in the name of a tenant; it writes tool_calls.raw_output and cannot read it
-- aidesk_desk_worker  dispatcher, reapers, verify: of runs and outbox_messages it sees whose, which, state and lease, of all tenants, and nothing else
-- aidesk_desk_keeper  retention and export: reads and deletes what the others may not
-- Whoever applies this owns everything and is bound by the policies too.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['aidesk_desk_app', 'aidesk_desk_worker', 'aidesk_desk_keeper'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of the server was quicker
      END;
    END IF;
    IF NOT pg_has_role(current_user, name, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO %I', name, current_user);
    END IF;
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA desk TO aidesk_desk_app, aidesk_desk_worker, aidesk_desk_keeper;
GRANT SELECT ON desk.migrations TO aidesk_desk_app, aidesk_desk_worker, aidesk_desk_keeper;

-- The tenant of this transaction; null outside one, so that no row is seen.
CREATE FUNCTION desk.current_tenant() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  RETURN NULLIF(current_setting('app.tenant_id', true), '');

-- Puts a table under the law above. For this and later migrations.
CREATE FUNCTION desk.protect(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY own_tenant ON %s USING (tenant_id = desk.current_tenant()) WITH CHECK (tenant_id = desk.current_tenant())', target);
END
$$;

-- What a desk is set to. One row a tenant; absent, the service's defaults hold.
CREATE TABLE desk.settings (
  tenant_id      text PRIMARY KEY,
  mode           text NOT NULL DEFAULT 'copilot' CHECK (mode IN ('copilot', 'autopilot')),
  level          int  NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 3), -- policy caps it
  locale         text NOT NULL DEFAULT 'en',
  time_zone      text NOT NULL DEFAULT 'UTC',
  business       text NOT NULL DEFAULT '',     -- what the tenant is called, for prompts
  prompt_version text NOT NULL DEFAULT 'v1',
  channels       jsonb NOT NULL DEFAULT '{}'   -- name of a channel -> {kind, url, key_id}
);

-- Colleagues who may be assigned to. Written when they sign in, and by seeding.
CREATE TABLE desk.people (
  tenant_id text NOT NULL,
  person_id text NOT NULL,                     -- the token's sub
  name      text NOT NULL,
  active    boolean NOT NULL DEFAULT true,
  PRIMARY KEY (tenant_id, person_id)
);

CREATE TABLE desk.contacts (
  tenant_id          text NOT NULL,
  contact_id         text NOT NULL CHECK (contact_id ~ '^[A-Za-z0-9-]{3,40}$'),
  person_id          text,                     -- the customer's token's sub; null for one who never signed in
  name               text NOT NULL DEFAULT '',
  email              text NOT NULL DEFAULT '',
  phone              text NOT NULL DEFAULT '',
  preferred_language text NOT NULL DEFAULT '',
  preferred_channel  text NOT NULL DEFAULT '',
  company            text NOT NULL DEFAULT '',
  created_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, contact_id)
);
CREATE UNIQUE INDEX contacts_person ON desk.contacts (tenant_id, person_id) WHERE person_id IS NOT NULL;

CREATE TABLE desk.conversations (
  tenant_id       text NOT NULL,
  conversation_id uuid NOT NULL,
  contact_id      text NOT NULL,
  person_id       text NOT NULL,               -- the customer whose own it is; empty for a contact who never signed in
  session_id      text NOT NULL,               -- derived from the token, for policy's strikes
  channel         text NOT NULL DEFAULT 'web',
  locale          text NOT NULL,
  status          text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'waiting', 'solved')),
  version         bigint NOT NULL DEFAULT 0,   -- the sequence of its last message
  taken_over_by   text,                        -- a person answers: the agent does not any more
  taken_over_at   timestamptz,
  assigned_to     text,
  tags            text[] NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  solved_at       timestamptz,                 -- when it was last solved; null while it is not
  reopened        int NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, conversation_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES desk.contacts (tenant_id, contact_id)
);
CREATE INDEX conversations_recent ON desk.conversations (tenant_id, updated_at DESC, conversation_id);
CREATE INDEX conversations_person ON desk.conversations (tenant_id, person_id, updated_at DESC);

CREATE TABLE desk.messages (
  tenant_id       text NOT NULL,
  message_id      uuid NOT NULL,
  conversation_id uuid NOT NULL,
  sequence        bigint NOT NULL CHECK (sequence > 0),
  author          text NOT NULL CHECK (author IN ('customer', 'agent', 'bot', 'system')),
  person_id       text NOT NULL DEFAULT '',    -- empty for bot and system
  author_name     text NOT NULL DEFAULT '',
  text            text NOT NULL,
  run_id          uuid,                        -- of bot and system: the run whose reply or hand-over it is
  request_id      text,                        -- of people: the sender's own id
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, message_id),
  UNIQUE (tenant_id, conversation_id, sequence),
  UNIQUE (tenant_id, conversation_id, request_id),
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES desk.conversations (tenant_id, conversation_id),
  CHECK ((author IN ('bot', 'system')) = (run_id IS NOT NULL))
);
-- Exactly one message of a run, and at most one hand-over: the last line of defence.
CREATE UNIQUE INDEX messages_one_per_run ON desk.messages (tenant_id, run_id, author) WHERE run_id IS NOT NULL;
-- A new conversation has no id yet when the same request comes twice.
CREATE UNIQUE INDEX messages_first_request ON desk.messages (tenant_id, person_id, request_id) WHERE sequence = 1 AND author IN ('customer', 'agent');

CREATE TABLE desk.runs (
  tenant_id            text NOT NULL,
  run_id               uuid NOT NULL,
  conversation_id      uuid NOT NULL,
  message_id           uuid NOT NULL,          -- the customer's message that it answers
  run_state            text NOT NULL DEFAULT 'running'
                       CHECK (run_state IN ('running', 'pending_approval', 'approved', 'approved_sent', 'rejected', 'send_failed', 'completed')),
  mode                 text NOT NULL CHECK (mode IN ('copilot', 'autopilot')),
  level                int  NOT NULL,
  locale               text NOT NULL,
  prompt_version       text NOT NULL,
  client_address       text NOT NULL DEFAULT '', -- where the customer's message came from, for policy's limits; empty when unknown
  intent               text NOT NULL DEFAULT '',
  -- The draft. conversation_version is that of the conversation which it answers.
  ai_reply_original    text,
  ai_reply_final       text,                   -- what would be sent, or was
  edited               boolean NOT NULL DEFAULT false,
  edit_distance        int NOT NULL DEFAULT 0,
  draft_hash           text,                   -- SHA-256 of ai_reply_final, hexadecimal
  conversation_version bigint,
  draft_decisions      uuid[] NOT NULL DEFAULT '{}', -- CheckToolCall(send_message) and CheckOutput: handed on to the outbox row
  -- The decision on it: a person's, or policy's, expiry's, a newer message's.
  decided_by           text,
  decided_how          text CHECK (decided_how IN ('person', 'policy', 'expiry', 'superseded')),
  decided_at           timestamptz,
  reject_reason        text,
  reject_note          text,
  receipt              jsonb,                  -- what the first decision answered
  outcome              text NOT NULL DEFAULT '', -- why it ended as it did: sent, rejected, injection, model_error, tool_loop, ...
  -- Who works on it while it is running. A worker whose fence is not the row's own has lost it.
  lease_owner          text,
  lease_until          timestamptz,
  fence                bigint NOT NULL DEFAULT 0,
  attempts             int NOT NULL DEFAULT 0, -- how often the graph was begun or taken up again
  expires_at           timestamptz,            -- of pending_approval: when the reaper lapses it
  created_at           timestamptz NOT NULL DEFAULT now(),
  updated_at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, run_id),
  UNIQUE (tenant_id, message_id),
  CHECK (run_state <> 'pending_approval' OR expires_at IS NOT NULL), -- nothing waits for ever
  FOREIGN KEY (tenant_id, conversation_id) REFERENCES desk.conversations (tenant_id, conversation_id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES desk.messages (tenant_id, message_id)
);
CREATE INDEX runs_recent ON desk.runs (tenant_id, created_at DESC, run_id);
CREATE INDEX runs_conversation ON desk.runs (tenant_id, conversation_id, created_at);
-- A newer message supersedes: one run at a time is at work on a conversation.
CREATE UNIQUE INDEX runs_one_open ON desk.runs (tenant_id, conversation_id) WHERE run_state IN ('running', 'pending_approval');
CREATE INDEX runs_working ON desk.runs (lease_until) WHERE run_state = 'running';
CREATE INDEX runs_pending ON desk.runs (expires_at) WHERE run_state = 'pending_approval';

-- The same table of moves as RunMoves.cs, which a test compares.
CREATE TABLE desk.run_moves (
  from_state text NOT NULL,
  to_state   text NOT NULL,
  PRIMARY KEY (from_state, to_state)
);
INSERT INTO desk.run_moves VALUES
  ('running', 'pending_approval'), ('running', 'approved'), ('running', 'completed'),
  ('pending_approval', 'approved'), ('pending_approval', 'rejected'), ('pending_approval', 'running'),
  ('approved', 'approved_sent'), ('approved', 'send_failed'),
  ('send_failed', 'approved'), ('send_failed', 'rejected');

CREATE FUNCTION desk.check_run_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.run_state IS DISTINCT FROM OLD.run_state
     AND NOT EXISTS (SELECT FROM desk.run_moves m WHERE m.from_state = OLD.run_state AND m.to_state = NEW.run_state) THEN
    RAISE EXCEPTION 'run % may not go from % to %', OLD.run_id, OLD.run_state, NEW.run_state USING ERRCODE = 'check_violation', CONSTRAINT = 'run_moves';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER run_moves BEFORE UPDATE OF run_state ON desk.runs FOR EACH ROW EXECUTE FUNCTION desk.check_run_move();

CREATE FUNCTION desk.check_run_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.run_state <> 'running' THEN
    RAISE EXCEPTION 'a run begins as running, not as %', NEW.run_state USING ERRCODE = 'check_violation', CONSTRAINT = 'run_moves';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER run_begins BEFORE INSERT ON desk.runs FOR EACH ROW EXECUTE FUNCTION desk.check_run_begins();

-- What the graph's reducer took in, in order: a run that was cut off, or waited for a person, is taken up from here.
CREATE TABLE desk.run_steps (
  tenant_id  text NOT NULL,
  run_id     uuid NOT NULL,
  ordinal    int  NOT NULL,                    -- from 1, without gaps
  kind       text NOT NULL,
  body       jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, run_id, ordinal),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

-- What a draft stands on, as it was when the run read it: the chunk may change or go, the citation does not.
CREATE TABLE desk.run_citations (
  tenant_id text NOT NULL,
  run_id    uuid NOT NULL,
  ordinal   int  NOT NULL CHECK (ordinal BETWEEN 1 AND 20),
  chunk_id  uuid NOT NULL,
  source    text NOT NULL,
  title     text NOT NULL,
  version   int  NOT NULL,
  text      text NOT NULL,
  PRIMARY KEY (tenant_id, run_id, ordinal),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);
CREATE INDEX run_citations_chunk ON desk.run_citations (tenant_id, chunk_id);

-- Decisions of the policy service.
CREATE TABLE desk.run_decisions (
  tenant_id   text NOT NULL,
  decision_id uuid NOT NULL,
  run_id      uuid NOT NULL,
  rpc         text NOT NULL,
  node        text NOT NULL,                   -- step of the graph that asked; 'approval' for a person's
  verdict     text NOT NULL,
  reason      text NOT NULL,
  tool        text NOT NULL DEFAULT '',
  degraded    boolean NOT NULL DEFAULT false,
  findings    text[] NOT NULL DEFAULT '{}',
  decided_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, decision_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);
CREATE INDEX run_decisions_run ON desk.run_decisions (tenant_id, run_id, decided_at);
CREATE INDEX run_decisions_time ON desk.run_decisions (tenant_id, decided_at);

-- One row a call to the model.
CREATE TABLE desk.model_calls (
  tenant_id      text NOT NULL,
  run_id         uuid NOT NULL,
  ordinal        int  NOT NULL,
  node           text NOT NULL,
  decision_id    uuid NOT NULL,                -- the CheckInput that allowed it
  model          text NOT NULL,
  prompt_version text NOT NULL,
  input_tokens   int NOT NULL,
  output_tokens  int NOT NULL,
  outcome        text NOT NULL,                -- ok, error, timeout, malformed
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, run_id, ordinal),
  UNIQUE (tenant_id, decision_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.tool_calls (
  tenant_id      text NOT NULL,
  run_id         uuid NOT NULL,
  call_id        text NOT NULL,                -- the model's
  tool           text NOT NULL,
  arguments      text NOT NULL,                -- canonical JSON, as policy gave it back; as the model wrote it while blocked
  state          text NOT NULL CHECK (state IN ('checked', 'held', 'executed', 'refused', 'blocked', 'failed')),
  decision_id    uuid NOT NULL,
  raw_output     text,                         -- not to be read by aidesk_desk_app
  raw_error      text,                         -- the same
  sanitized      text,                         -- JSON: what the model saw
  error_text     text,                         -- what the model saw of a failure
  hidden_fields  text[] NOT NULL DEFAULT '{}',
  executed_at    timestamptz,
  created_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.approvals (
  tenant_id            text NOT NULL,
  approval_id          uuid NOT NULL,
  run_id               uuid NOT NULL,
  conversation_id      uuid NOT NULL,
  kind                 text NOT NULL CHECK (kind IN ('draft', 'tool_call', 'post_review')),
  approval_type        text NOT NULL CHECK (approval_type IN ('standard', 'executive_escalation')),
  state                text NOT NULL CHECK (state IN ('draft', 'pending_review', 'approved', 'rejected', 'expired')),
  requires_post_review boolean NOT NULL DEFAULT false,
  call_id              text,                   -- of a tool_call and its post_review
  decision_id          uuid NOT NULL,          -- the policy service's
  risk                 text NOT NULL DEFAULT '',
  reason               text NOT NULL,
  findings             text[] NOT NULL DEFAULT '{}',
  approvals_needed     int NOT NULL DEFAULT 1,
  finding              text CHECK (finding IN ('fine', 'problem')), -- of a closed review
  note                 text,
  decided_by           text,
  decided_at           timestamptz,
  expires_at           timestamptz,
  created_at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, approval_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id),
  CHECK ((kind = 'draft') = (call_id IS NULL))
);
CREATE UNIQUE INDEX approvals_one_draft ON desk.approvals (tenant_id, run_id) WHERE kind = 'draft' AND state IN ('draft', 'pending_review');
CREATE UNIQUE INDEX approvals_one_call ON desk.approvals (tenant_id, run_id, call_id, kind) WHERE call_id IS NOT NULL;
CREATE INDEX approvals_waiting ON desk.approvals (tenant_id, created_at, approval_id) WHERE state = 'pending_review' OR (requires_post_review AND finding IS NULL);

-- Each person's word on a held call, once. Who approved may still refuse while others are missing: that is a second row, and the refusal holds.
CREATE TABLE desk.approval_votes (
  tenant_id   text NOT NULL,
  approval_id uuid NOT NULL,
  person_id   text NOT NULL,
  vote        text NOT NULL CHECK (vote IN ('approve', 'refuse')),
  note        text NOT NULL DEFAULT '',
  voted_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, approval_id, person_id, vote),
  FOREIGN KEY (tenant_id, approval_id) REFERENCES desk.approvals (tenant_id, approval_id)
);

CREATE TABLE desk.outbox_messages (
  tenant_id       text NOT NULL,
  outbox_id       uuid NOT NULL,
  run_id          uuid NOT NULL,
  conversation_id uuid NOT NULL,
  channel         text NOT NULL,
  text            text NOT NULL,
  state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'discarded')),
  outcome_unknown boolean NOT NULL DEFAULT false, -- it may have been sent: never resent blindly
  attempts        int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  lease_owner     text,
  lease_until     timestamptz,
  fence           bigint NOT NULL DEFAULT 0,   -- grows with every claim; whoever finishes must hold it
  last_error      text NOT NULL DEFAULT '',    -- in our words, no personal text
  provider_id     text NOT NULL DEFAULT '',    -- the channel's own id of the message
  position        bigint GENERATED ALWAYS AS IDENTITY, -- order within a conversation, whatever clocks say
  receipt         jsonb,                       -- what the last retry or discard answered
  decision_ids    uuid[] NOT NULL,             -- what allowed it: CheckToolCall(send_message) and CheckOutput
  created_at      timestamptz NOT NULL DEFAULT now(),
  finished_at     timestamptz,
  PRIMARY KEY (tenant_id, outbox_id),
  UNIQUE (tenant_id, run_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);
CREATE INDEX outbox_due ON desk.outbox_messages (next_attempt_at) WHERE state IN ('queued', 'sending');
CREATE INDEX outbox_conversation ON desk.outbox_messages (tenant_id, conversation_id, position) WHERE state IN ('queued', 'sending');

-- Who did what: the audit trail, and what pages watch. xact lets a reader know that nothing earlier can still appear.
CREATE TABLE desk.events (
  tenant_id       text NOT NULL,
  event_id        bigint GENERATED ALWAYS AS IDENTITY,
  xact            xid8 NOT NULL DEFAULT pg_current_xact_id(),
  kind            text NOT NULL,
  conversation_id uuid,
  run_id          uuid,
  from_state      text,
  to_state        text,
  actor           text NOT NULL,               -- a person, or policy, graph, dispatcher, expiry, superseded
  detail          jsonb NOT NULL DEFAULT '{}', -- no personal text
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX events_tail ON desk.events (tenant_id, xact, event_id);
CREATE INDEX events_run ON desk.events (tenant_id, run_id, event_id) WHERE run_id IS NOT NULL;
CREATE INDEX events_conversation ON desk.events (tenant_id, conversation_id, event_id) WHERE conversation_id IS NOT NULL;

-- The law, for all of them.
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['settings', 'people', 'contacts', 'conversations', 'messages', 'runs', 'run_steps', 'run_citations', 'run_decisions', 'model_calls', 'tool_calls',
                                'approvals', 'approval_votes', 'outbox_messages', 'events'] LOOP
    PERFORM desk.protect(('desk.' || target)::regclass);
    EXECUTE format('GRANT SELECT ON desk.%I TO aidesk_desk_keeper', target);
  END LOOP;
END
$$;

GRANT SELECT ON desk.run_moves TO aidesk_desk_app, aidesk_desk_worker, aidesk_desk_keeper;
GRANT SELECT, INSERT, UPDATE ON desk.settings, desk.people, desk.contacts, desk.conversations, desk.runs, desk.approvals, desk.outbox_messages TO aidesk_desk_app;
-- History is not rewritten.
GRANT SELECT, INSERT ON desk.messages, desk.run_steps, desk.run_citations, desk.run_decisions, desk.model_calls, desk.approval_votes, desk.events TO aidesk_desk_app;
GRANT SELECT (tenant_id, run_id, call_id, tool, arguments, state, decision_id, sanitized, error_text, hidden_fields, executed_at, created_at), INSERT,
      UPDATE (arguments, state, decision_id, raw_output, raw_error, sanitized, error_text, hidden_fields, executed_at) ON desk.tool_calls TO aidesk_desk_app;

GRANT SELECT (tenant_id, run_id, run_state, lease_owner, lease_until, fence, attempts, expires_at, created_at) ON desk.runs TO aidesk_desk_worker;
GRANT UPDATE (lease_owner, lease_until, fence, attempts) ON desk.runs TO aidesk_desk_worker;
GRANT SELECT (tenant_id, outbox_id, run_id, conversation_id, state, outcome_unknown, attempts, next_attempt_at, lease_owner, lease_until, fence, position, created_at) ON desk.outbox_messages TO aidesk_desk_worker;
GRANT UPDATE (state, lease_owner, lease_until, fence, attempts) ON desk.outbox_messages TO aidesk_desk_worker;
GRANT SELECT (tenant_id, approval_id, run_id, kind, state, expires_at) ON desk.approvals TO aidesk_desk_worker;
CREATE POLICY every_tenant ON desk.runs TO aidesk_desk_worker USING (true) WITH CHECK (true);
CREATE POLICY every_tenant ON desk.outbox_messages TO aidesk_desk_worker USING (true) WITH CHECK (true);
CREATE POLICY every_tenant ON desk.approvals FOR SELECT TO aidesk_desk_worker USING (true);

GRANT UPDATE (raw_output, raw_error) ON desk.tool_calls TO aidesk_desk_keeper;
