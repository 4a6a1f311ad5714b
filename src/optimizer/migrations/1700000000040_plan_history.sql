-- What a live plan was before another input was put in its place, so that somebody who asks later is told why it is not what
-- it was. Its events came after `version`, in this order.
CREATE TABLE plan_history (
  tenant text NOT NULL,
  plan_id text NOT NULL,
  -- With which the input was put there.
  version integer NOT NULL,
  input text NOT NULL,
  put_at timestamptz NOT NULL,
  events jsonb NOT NULL,
  PRIMARY KEY (tenant, plan_id, version),
  FOREIGN KEY (tenant, plan_id) REFERENCES plans ON DELETE CASCADE
);
