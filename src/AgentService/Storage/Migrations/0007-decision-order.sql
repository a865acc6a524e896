-- Two decisions of one millisecond stay in the order in which they were asked.
ALTER TABLE desk.run_decisions ADD COLUMN position bigint NOT NULL GENERATED ALWAYS AS IDENTITY;
