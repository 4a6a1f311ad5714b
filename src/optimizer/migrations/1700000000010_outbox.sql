-- Commands for dispatch-api: stored before the first byte is sent, and kept as the proof that they were.
CREATE TABLE outbox (
  -- The idempotency key, made of the four that follow: it names the intent. A constraint on those four as well would make
  -- one of two inserts at one time fail, instead of leaving it to the other.
  request_id uuid PRIMARY KEY,
  tenant text NOT NULL,
  run_id text NOT NULL,
  ticket_id uuid NOT NULL,
  tool text NOT NULL,
  content_hash text NOT NULL,
  -- JSON with the body as text: what is sent is the same to the byte, however often.
  request text NOT NULL,
  trace jsonb NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- What became of the latest attempt.
  outcome jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  attempted_at timestamptz,
  -- When dispatch-api gave a definite answer. Until then nobody knows whether it was done, and it is sent again.
  settled_at timestamptz
);

-- What a start has to send, in the order it was said yes to.
CREATE INDEX outbox_unsettled ON outbox (created_at, request_id) WHERE settled_at IS NULL;
