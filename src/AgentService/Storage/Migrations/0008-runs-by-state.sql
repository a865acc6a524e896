-- Runs in a state that few are in are found without a walk past all others.
CREATE INDEX runs_by_state ON desk.runs (tenant_id, run_state, created_at DESC, run_id);
