-- What is unsettled is sent again by a timer, later each time; who approved it, where that was a policy and no person.
ALTER TABLE outbox
  ADD COLUMN next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When somebody last asked for it; from then on it is tried for a day.
  ADD COLUMN asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ADD COLUMN authority jsonb;

-- What a start has to send is what the timer has to send.
DROP INDEX outbox_unsettled;
CREATE INDEX outbox_due ON outbox (next_attempt_at, created_at) WHERE settled_at IS NULL;
-- What may be forgotten.
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
