CREATE TABLE t (
  kind       text COLLATE "C" NOT NULL,
  redis_key  text COLLATE "C" NOT NULL,
  no         text COLLATE "C" NOT NULL,
  expires_at timestamptz,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz,
  PRIMARY KEY (no, valid_from)
);
CREATE INDEX ON t (kind, redis_key);
CREATE UNIQUE INDEX ON t (no) WHERE valid_to IS NULL;
