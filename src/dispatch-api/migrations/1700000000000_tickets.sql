-- Tickets as they are now. What made them so stands in audit_events.
CREATE TABLE tickets (
  tenant text NOT NULL,
  id uuid NOT NULL,
  state text NOT NULL CHECK (state IN (
    'lead', 'intake', 'scheduled', 'dispatched', 'onsite', 'work_performed', 'closeout_ready', 'invoice_ready', 'paid', 'canceled'
  )),
  version integer NOT NULL DEFAULT 1,
  summary text NOT NULL,
  description text,
  incident_type text,
  priority text NOT NULL,
  site jsonb,
  customer_id text,
  channel text,
  proposed_slots jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, id)
);

-- The answers of commands that succeeded, byte for byte: the same request gets the same answer for ever.
CREATE TABLE answers (
  tenant text NOT NULL,
  tool text NOT NULL,
  -- The ticket that the command addressed; empty for a tool that makes one.
  scope text NOT NULL,
  request_id text NOT NULL,
  content_hash text NOT NULL,
  status integer NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, tool, scope, request_id)
);

CREATE TABLE audit_events (
  -- Taken and committed one after the other, so that a reader who pages by it misses nothing.
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid NOT NULL UNIQUE,
  tenant text NOT NULL,
  -- Null for what belongs to the system.
  ticket_id uuid,
  type text NOT NULL,
  tool text NOT NULL,
  actor_id text NOT NULL,
  actor_role text NOT NULL,
  actor_type text NOT NULL,
  channel text,
  request_id text,
  correlation_id text NOT NULL,
  trace_id text,
  previous_state text,
  next_state text,
  payload jsonb NOT NULL,
  occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  FOREIGN KEY (tenant, ticket_id) REFERENCES tickets (tenant, id)
);
CREATE INDEX audit_events_of_ticket ON audit_events (tenant, ticket_id, position);
CREATE INDEX audit_events_of_system ON audit_events (tenant, occurred_at) WHERE ticket_id IS NULL;

-- Append-only: the service itself holds no right to change an event, and whoever grants one meets the trigger.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM PUBLIC, CURRENT_USER;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_events is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Also where a session has switched ordinary triggers off.
ALTER TABLE audit_events ENABLE ALWAYS TRIGGER append_only;
