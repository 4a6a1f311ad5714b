-- Whose a running run is, by the clock of this database: whoever does not say in time that they are still at it has lost it,
-- and another process goes on from the best plan so far.
ALTER TABLE runs
  ADD COLUMN owner uuid,
  ADD COLUMN lease_until timestamptz,
  -- How often it was begun.
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  -- The best plan so far, as entries of a plan, kept now and then.
  ADD COLUMN best_plan jsonb,
  -- Seconds of search that went into it.
  ADD COLUMN best_seconds double precision,
  -- The caller's name and words for it, and what it was tried on.
  ADD COLUMN name text,
  ADD COLUMN note text,
  ADD COLUMN base_plan text,
  ADD COLUMN base_plan_version integer,
  ADD COLUMN base_run uuid;

CREATE INDEX runs_named ON runs (tenant, created_at DESC) WHERE name IS NOT NULL;

-- What was told of a run while it ran, so that a listener who comes back hears what it missed.
CREATE TABLE run_events (
  run_id uuid NOT NULL REFERENCES runs ON DELETE CASCADE,
  seq integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('progress', 'improved', 'finished')),
  data jsonb NOT NULL,
  told_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, seq)
);
