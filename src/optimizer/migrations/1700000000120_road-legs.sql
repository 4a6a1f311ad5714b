-- Legs that the road service was asked for, so that it is not asked again: for each place one row with its legs to other
-- places and one with those from them. Coordinates and figures only; belongs to no tenant, and may be emptied at any time.
CREATE TABLE road_legs (
  network text NOT NULL,
  -- Of the map, as the service names it.
  version text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('from', 'to')),
  -- Latitude and longitude to about a metre, in one number.
  place bigint NOT NULL,
  -- The other places (float64), ascending, then seconds and metres (int32), little-endian.
  legs bytea NOT NULL,
  -- Metres from the place to its road.
  snap real,
  asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (network, version, direction, place)
);

-- Numbers as these hardly shrink, and packing them takes longer than reading them.
ALTER TABLE road_legs ALTER COLUMN legs SET STORAGE EXTERNAL;

CREATE INDEX road_legs_asked ON road_legs (network, asked_at);
