-- One row for each optimization that was accepted. Input and output are kept as the text that was sent, byte for byte:
-- a type that parses JSON would sort its fields.
CREATE TABLE runs (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  idempotency_key text,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'done', 'failed', 'canceled')),
  input text NOT NULL,
  input_hash text NOT NULL,
  cancel_requested boolean NOT NULL DEFAULT false,
  progress jsonb,
  output text,
  problem jsonb,
  trace jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz,
  finished_at timestamptz,
  UNIQUE (tenant, idempotency_key),
  CHECK ((status IN ('done', 'failed', 'canceled')) = (finished_at IS NOT NULL)),
  CHECK (status <> 'done' OR output IS NOT NULL),
  CHECK (status <> 'failed' OR problem IS NOT NULL)
);

-- What a start has to pick up again, in the order it came.
CREATE INDEX runs_unfinished ON runs (created_at, id) WHERE status IN ('queued', 'running');
