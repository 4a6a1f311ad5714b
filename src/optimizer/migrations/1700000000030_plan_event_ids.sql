-- Events that were sent to a plan, by the id that their sender gave them: each counts once, also after another input was
-- put in the plan's place.
CREATE TABLE plan_event_ids (
  tenant text NOT NULL,
  plan_id text NOT NULL,
  event_id text NOT NULL,
  content_hash text NOT NULL,
  -- Of the plan, with this event in it.
  version integer NOT NULL,
  PRIMARY KEY (tenant, plan_id, event_id),
  FOREIGN KEY (tenant, plan_id) REFERENCES plans ON DELETE CASCADE
);
