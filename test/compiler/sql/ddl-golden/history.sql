CREATE TABLE t (
  sku        text COLLATE "C" NOT NULL,
  price      numeric(10,2),
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz,
  current    boolean NOT NULL,
  PRIMARY KEY (sku, valid_from)
);
CREATE UNIQUE INDEX ON t (sku) WHERE valid_to IS NULL;
