-- Service areas that are kept, so that inputs may name them without their shapes.
CREATE TABLE areas (
  tenant text NOT NULL,
  area_id text NOT NULL,
  -- GeoJSON, sound.
  shape jsonb NOT NULL,
  square_km double precision NOT NULL,
  -- What was wrong with it as it was sent.
  repaired jsonb,
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (tenant, area_id)
);
