-- What was decided without a person, and what people did about it. Written once: nothing here is ever changed or removed.
CREATE TABLE autonomy_decisions (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  run_id uuid NOT NULL,
  ticket_id text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('ALLOW', 'DENY', 'REQUIRE_APPROVAL', 'REQUIRE_EVIDENCE')),
  mode text NOT NULL CHECK (mode IN ('off', 'shadow', 'assisted', 'scoped')),
  -- Only what is allowed, in a mode that carries things out.
  sent boolean NOT NULL CHECK (NOT sent OR (verdict = 'ALLOW' AND mode IN ('assisted', 'scoped'))),
  reason_code text NOT NULL,
  policy_hash text NOT NULL,
  -- All of it: the facts, the findings, the options and the policy.
  decision jsonb NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- A run is decided once.
  UNIQUE (run_id, ticket_id)
);
CREATE INDEX autonomy_decisions_of_tenant ON autonomy_decisions (tenant, id);
CREATE INDEX autonomy_decisions_of_ticket ON autonomy_decisions (tenant, ticket_id, id);

CREATE TABLE autonomy_approvals (
  -- No foreign key: its check locks the row that it refers to, which takes the right to change it.
  decision_id uuid PRIMARY KEY,
  tenant text NOT NULL,
  answer text NOT NULL CHECK (answer IN ('approve', 'reject')),
  answered_by text NOT NULL,
  note text,
  answered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE autonomy_overrides (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  ticket_id text NOT NULL,
  reason_code text NOT NULL CHECK (reason_code IN ('capacity', 'skill_mismatch', 'customer_request', 'safety', 'other')),
  note text NOT NULL CHECK (length(note) >= 10),
  asked jsonb NOT NULL,
  made_by text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ends_at timestamptz
);
CREATE INDEX autonomy_overrides_of_ticket ON autonomy_overrides (tenant, ticket_id, id);

CREATE TABLE autonomy_withdrawals (
  override_id uuid PRIMARY KEY,
  withdrawn_by text NOT NULL,
  withdrawn_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Append-only: the service itself holds no right to change a row, and whoever grants one meets the trigger.
REVOKE UPDATE, DELETE, TRUNCATE ON autonomy_decisions, autonomy_approvals, autonomy_overrides, autonomy_withdrawals
  FROM PUBLIC, CURRENT_USER;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON autonomy_decisions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON autonomy_approvals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON autonomy_overrides
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON autonomy_withdrawals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Also where a session has switched ordinary triggers off.
ALTER TABLE autonomy_decisions ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE autonomy_approvals ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE autonomy_overrides ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE autonomy_withdrawals ENABLE ALWAYS TRIGGER append_only;

-- When the autonomy policy has looked at a run, and what of the overrides was taken up when it was accepted.
ALTER TABLE runs ADD COLUMN decided_at timestamptz, ADD COLUMN overrides jsonb;
CREATE INDEX runs_undecided ON runs (finished_at) WHERE status = 'done' AND decided_at IS NULL;
