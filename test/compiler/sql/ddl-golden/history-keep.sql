CREATE TABLE t (
  sku     text COLLATE "C" NOT NULL,
  price   double precision,
  seen_at timestamptz,
  f       timestamptz NOT NULL,
  t       timestamptz,
  PRIMARY KEY (sku, f)
);
CREATE UNIQUE INDEX ON t (sku) WHERE t IS NULL;
