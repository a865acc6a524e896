-- The queue of what waits for people, and who is looking at which of it.

-- Each part of the queue is a range of one of these, oldest first: a page reads as many entries as it shows, a count at most a thousand.
CREATE INDEX approvals_queue ON desk.approvals (tenant_id, kind, approval_type, created_at, approval_id) WHERE state = 'pending_review' OR (requires_post_review AND finding IS NULL);
CREATE INDEX outbox_failed ON desk.outbox_messages (tenant_id, created_at, run_id) WHERE state = 'failed';
-- A decision closes what waits of its run.
CREATE INDEX approvals_run ON desk.approvals (tenant_id, run_id);
-- The former order without kinds: nothing reads by it any more.
DROP INDEX desk.approvals_waiting;

-- Who looks at something that waits, so that two people do not work on the same. What is older than some seconds does not count; losing all of it in a crash
-- loses nothing.
CREATE UNLOGGED TABLE desk.viewers (
  tenant_id text NOT NULL,
  item_id   uuid NOT NULL,                     -- an approval, or the run of a failed send
  person_id text NOT NULL,
  name      text NOT NULL,                     -- as the token says
  seen_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, item_id, person_id)
);
CREATE INDEX viewers_seen ON desk.viewers (tenant_id, seen_at);
SELECT desk.protect('desk.viewers');
GRANT SELECT, INSERT, UPDATE, DELETE ON desk.viewers TO aidesk_desk_app;
GRANT SELECT ON desk.viewers TO aidesk_desk_keeper;
