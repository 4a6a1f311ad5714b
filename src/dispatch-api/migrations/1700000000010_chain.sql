-- What the whole life of a ticket needs, and the head of its chain of events.
ALTER TABLE tickets
  ADD COLUMN confirmed_window jsonb,
  ADD COLUMN technician_id text,
  -- As it was sent, with its offset.
  ADD COLUMN eta text,
  ADD COLUMN hold jsonb,
  ADD COLUMN checklist jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN closeout_packet jsonb,
  -- What only the wire v1 knows of it; null until that wire was used.
  ADD COLUMN v1 jsonb,
  ADD COLUMN chain_length integer NOT NULL DEFAULT 0,
  ADD COLUMN chain_hash text NOT NULL DEFAULT '';

-- The chain of what belongs to no ticket. Its row is the lock on it.
CREATE TABLE audit_chains (
  tenant text PRIMARY KEY,
  chain_length integer NOT NULL DEFAULT 0,
  chain_hash text NOT NULL DEFAULT ''
);

ALTER TABLE audit_events
  -- To the byte as it was written, because its hash is over that.
  ALTER COLUMN payload TYPE json USING payload::json,
  -- From 1, within its ticket or within what belongs to none. Null in events older than the chain: a seal holds those.
  ADD COLUMN chain_place integer,
  ADD COLUMN previous_hash text,
  ADD COLUMN hash text,
  -- The states in the words of the wire v1.
  ADD COLUMN v1_before text,
  ADD COLUMN v1_after text,
  ADD COLUMN xid xid8 NOT NULL DEFAULT '0';
ALTER TABLE audit_events ALTER COLUMN xid SET DEFAULT pg_current_xact_id();
CREATE INDEX audit_events_by_xid ON audit_events (xid);
CREATE UNIQUE INDEX audit_events_in_chain ON audit_events (tenant, ticket_id, chain_place) NULLS NOT DISTINCT
  WHERE chain_place IS NOT NULL;
CREATE INDEX audit_events_of_autonomy ON audit_events (tenant, position) WHERE type LIKE 'autonomy.%';
COMMENT ON COLUMN audit_events.position IS 'Taken before commit: in order within a ticket only. The order of all stands in audit_order.';

-- Who commits takes no lock on all events; so the order of all is given afterwards, batch by batch, each sealed by a hash over
-- the events in it and the seal before. A reader who pages by place misses nothing.
CREATE TABLE audit_seals (
  number integer PRIMARY KEY,
  first_place bigint NOT NULL,
  last_place bigint NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  -- Whoever committed before has a place in this seal or an earlier one.
  horizon xid8 NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Without foreign keys: to check one takes a row lock, which takes the right to update that the service does not hold.
CREATE TABLE audit_order (
  place bigint PRIMARY KEY,
  event_id uuid NOT NULL UNIQUE,
  tenant text NOT NULL,
  seal integer NOT NULL
);
CREATE INDEX audit_order_of_tenant ON audit_order (tenant, place);

CREATE TABLE messages (
  message_id uuid PRIMARY KEY,
  tenant text NOT NULL,
  ticket_id uuid NOT NULL,
  channel text NOT NULL,
  direction text NOT NULL,
  peer text,
  -- To the byte, whatever a provider sends.
  raw json NOT NULL,
  normalized json NOT NULL,
  provider_meta json,
  occurred_at timestamptz NOT NULL,
  FOREIGN KEY (tenant, ticket_id) REFERENCES tickets (tenant, id)
);
CREATE INDEX messages_of_ticket ON messages (tenant, ticket_id, occurred_at);

-- What the object store holds, by the hash of its content.
CREATE TABLE attachments (
  tenant text NOT NULL,
  sha256 text NOT NULL,
  storage_key text NOT NULL,
  content_type text NOT NULL,
  size integer NOT NULL,
  stored_by text NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, sha256),
  UNIQUE (tenant, storage_key)
);

CREATE TABLE autonomy_controls (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  scope_type text NOT NULL CHECK (scope_type IN ('GLOBAL', 'INCIDENT', 'TICKET')),
  incident_type text,
  ticket_id uuid,
  is_paused boolean NOT NULL,
  reason text,
  actor_type text NOT NULL,
  actor_id text NOT NULL,
  actor_role text NOT NULL,
  request_id text NOT NULL,
  correlation_id text NOT NULL,
  trace_id text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (tenant, scope_type, incident_type, ticket_id),
  CHECK ((scope_type = 'INCIDENT') = (incident_type IS NOT NULL)),
  CHECK ((scope_type = 'TICKET') = (ticket_id IS NOT NULL)),
  FOREIGN KEY (tenant, ticket_id) REFERENCES tickets (tenant, id)
);

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['audit_seals', 'audit_order', 'messages', 'attachments'] LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM PUBLIC, CURRENT_USER', kept);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', kept);
  END LOOP;
END
$$;
