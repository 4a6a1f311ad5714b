-- What a write was answered under the key of its sender: asked again, it is answered the same, and nothing is done again.
CREATE TABLE idempotent_answers (
  tenant text NOT NULL,
  key text NOT NULL,
  -- Of method, address and body.
  request_hash text NOT NULL,
  -- Missing while it is being done.
  status integer,
  headers jsonb,
  body text,
  claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, key)
);

CREATE INDEX idempotent_answers_old ON idempotent_answers (claimed_at);
