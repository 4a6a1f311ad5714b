-- Where a tenant wants to be told. The secret stays here: it signs what is sent, and is told once.
CREATE TABLE webhooks (
  tenant text NOT NULL,
  webhook_id text NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  secret text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, webhook_id)
);

-- What is to be sent, stored with what it tells of, in one transaction: sent at least once, under one id.
CREATE TABLE webhook_deliveries (
  event_id uuid NOT NULL,
  tenant text NOT NULL,
  webhook_id text NOT NULL,
  kind text NOT NULL,
  -- As it is sent, to the byte.
  body text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'dead')),
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  status integer,
  error text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (event_id),
  FOREIGN KEY (tenant, webhook_id) REFERENCES webhooks ON DELETE CASCADE
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_of ON webhook_deliveries (tenant, webhook_id, created_at DESC);
