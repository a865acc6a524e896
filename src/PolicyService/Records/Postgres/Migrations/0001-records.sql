-- Decisions, events and the ledger. Written by aidesk_recorder, which may do nothing but insert; read by aidesk_app, one tenant at a time; deleted by
-- aidesk_keeper. Whoever applies this owns everything, is bound by the policies too, and must be able to create roles or find them there.

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['aidesk_recorder', 'aidesk_app', 'aidesk_keeper'] LOOP
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

GRANT USAGE ON SCHEMA aidesk TO aidesk_recorder, aidesk_app, aidesk_keeper;
GRANT SELECT ON aidesk.migrations TO aidesk_recorder, aidesk_app, aidesk_keeper;

-- One row a decision. The month is that of the time in the decision's id, never that of arrival.
CREATE TABLE aidesk.decisions (
  tenant_id        text        NOT NULL,
  decided_at       timestamptz NOT NULL,
  decision_id      uuid        NOT NULL,
  rpc              text        NOT NULL,
  verdict          text        NOT NULL,
  enforced_verdict text,
  reason           text        NOT NULL,
  tool             text,
  run_id           text,
  record           jsonb,      -- the line of docs/records.md without captured texts
  captured_text      bytea,      -- UTF-8: text and jsonb refuse some of what people write
  captured_arguments bytea,    -- JSON
  raw              bytea,      -- the whole line, when PostgreSQL did not take it as it was; then record is altered or absent
  escaped          boolean     NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, decided_at, decision_id)
) PARTITION BY RANGE (decided_at);

-- Settles, approvals, redemptions, notifications.
CREATE TABLE aidesk.events (
  tenant_id   text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  record_id   uuid        NOT NULL,
  type        text        NOT NULL,
  state       text,
  decision_id uuid,
  record      jsonb,
  raw         bytea,
  escaped     boolean     NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, recorded_at, record_id)
) PARTITION BY RANGE (recorded_at);

-- One row a commit and budget: what counters are rebuilt from. A reservation counts once.
CREATE TABLE aidesk.ledger (
  tenant_id      text        NOT NULL,
  reservation_id uuid        NOT NULL,
  budget         text        NOT NULL,
  descriptor     text        NOT NULL,
  unit           text        NOT NULL,
  window_start   bigint      NOT NULL, -- Unix milliseconds
  window_end     bigint      NOT NULL, -- Unix milliseconds; 9223372036854775807 for none
  held           bigint      NOT NULL,
  cap            bigint      NOT NULL,
  cost           bigint      NOT NULL,
  actual         text        NOT NULL, -- JSON list of units and amounts, as the settle said it; a unit that is absent cost what was held
  settled_at     timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, reservation_id, budget, descriptor, unit, window_start)
);
CREATE INDEX ledger_windows ON aidesk.ledger (tenant_id, window_end);

CREATE INDEX decisions_reasons ON aidesk.decisions (tenant_id, reason, decided_at DESC) WHERE verdict <> 'allow';
CREATE INDEX events_decisions ON aidesk.events (tenant_id, decision_id) WHERE decision_id IS NOT NULL;

-- Only the tables above are granted, never their partitions: a partition that is named in a query is read without the policies of its table.
GRANT INSERT ON aidesk.decisions, aidesk.events, aidesk.ledger TO aidesk_recorder;
GRANT SELECT ON aidesk.decisions, aidesk.events, aidesk.ledger TO aidesk_app;
GRANT SELECT, DELETE ON aidesk.decisions, aidesk.events, aidesk.ledger TO aidesk_keeper;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['decisions', 'events', 'ledger'] LOOP
    EXECUTE format('ALTER TABLE aidesk.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY recorder_inserts ON aidesk.%I FOR INSERT TO aidesk_recorder WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY app_reads_its_tenant ON aidesk.%I FOR SELECT TO aidesk_app USING (tenant_id = current_setting(''aidesk.tenant'', true))', name);
    EXECUTE format('CREATE POLICY keeper_deletes ON aidesk.%I FOR ALL TO aidesk_keeper USING (true) WITH CHECK (false)', name);
  END LOOP;
END
$$;

-- Makes the partitions of one month, both tables, if they are not there.
CREATE FUNCTION aidesk.ensure_month(day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  first timestamptz := date_trunc('month', day::timestamp) AT TIME ZONE 'UTC';
  next  timestamptz := (date_trunc('month', day::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
  parent text;
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(4991013, 2);
  FOREACH parent IN ARRAY ARRAY['decisions', 'events'] LOOP
    part := format('%s_%s', parent, to_char(day, 'YYYY_MM'));
    IF to_regclass(format('aidesk.%I', part)) IS NULL THEN
      EXECUTE format('CREATE TABLE aidesk.%I PARTITION OF aidesk.%I FOR VALUES FROM (%L) TO (%L)', part, parent, first, next);
      EXECUTE format('ALTER TABLE aidesk.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', part);
    END IF;
  END LOOP;
END
$$;

-- Drops whole months that ended before: far quicker than deleting their rows. Answers how many partitions.
CREATE FUNCTION aidesk.drop_months_before(moment timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  part record;
  dropped integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(4991013, 2);
  FOR part IN
    SELECT child.relname FROM pg_inherits
    JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent JOIN pg_namespace space ON space.oid = parent.relnamespace
    WHERE space.nspname = 'aidesk' AND parent.relname IN ('decisions', 'events') AND child.relname ~ '_[0-9]{4}_[0-9]{2}$'
  LOOP
    IF (to_date(right(part.relname, 7), 'YYYY_MM') + interval '1 month') AT TIME ZONE 'UTC' <= moment THEN
      EXECUTE format('DROP TABLE aidesk.%I', part.relname);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END
$$;

-- Deletes one tenant's records of before a moment; with the moment 'infinity' all of them, its ledger too. Answers how many rows.
CREATE FUNCTION aidesk.delete_records(tenant text, moment timestamptz) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  deleted bigint;
  total bigint := 0;
BEGIN
  DELETE FROM aidesk.decisions WHERE tenant_id = tenant AND decided_at < moment;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  total := total + deleted;
  DELETE FROM aidesk.events WHERE tenant_id = tenant AND recorded_at < moment;
  GET DIAGNOSTICS deleted = ROW_COUNT;
  total := total + deleted;
  -- What a budget still asks for stays, unless the tenant goes altogether.
  DELETE FROM aidesk.ledger WHERE tenant_id = tenant AND (moment = 'infinity' OR (settled_at < moment AND window_end < extract(epoch FROM moment) * 1000));
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN total + deleted;
END
$$;

REVOKE ALL ON FUNCTION aidesk.ensure_month(date), aidesk.drop_months_before(timestamptz), aidesk.delete_records(text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aidesk.ensure_month(date) TO aidesk_recorder;
GRANT EXECUTE ON FUNCTION aidesk.drop_months_before(timestamptz), aidesk.delete_records(text, timestamptz) TO aidesk_keeper;
