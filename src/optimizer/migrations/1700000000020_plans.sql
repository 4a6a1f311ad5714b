-- Live plans: what was put there, as accepted, and what has happened since. A booking writes one small row; the input
-- stays as it is, however large, until another one is put in its place.
CREATE TABLE plans (
  tenant text NOT NULL,
  plan_id text NOT NULL,
  -- Another with each input that is put there, so that nothing made for an earlier one is taken for this one's.
  base uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  input text NOT NULL,
  put_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, plan_id)
);

CREATE TABLE plan_events (
  tenant text NOT NULL,
  plan_id text NOT NULL,
  -- Of the plan, with this event in it.
  version integer NOT NULL,
  event jsonb NOT NULL,
  happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, plan_id, version),
  FOREIGN KEY (tenant, plan_id) REFERENCES plans ON DELETE CASCADE
);

-- Options that were offered, and whose places are held until one is confirmed or the offer ends otherwise. The clock of
-- this database alone says when it has expired.
CREATE TABLE offers (
  id uuid PRIMARY KEY,
  tenant text NOT NULL,
  plan_id text NOT NULL,
  base uuid NOT NULL,
  state text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'confirmed', 'released', 'expired', 'taken')),
  -- As it was asked, so that it can be asked again.
  ask jsonb NOT NULL,
  ticket jsonb NOT NULL,
  options jsonb NOT NULL,
  -- What was answered to whoever confirmed.
  confirmed jsonb,
  made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  FOREIGN KEY (tenant, plan_id) REFERENCES plans ON DELETE CASCADE,
  CHECK ((state = 'confirmed') = (confirmed IS NOT NULL))
);

-- What a plan that is opened has to hold again, and what may have expired.
CREATE INDEX offers_held ON offers (tenant, plan_id, expires_at) WHERE state = 'held';
-- What may be forgotten.
CREATE INDEX offers_over ON offers (expires_at) WHERE state IN ('released', 'expired', 'taken');
