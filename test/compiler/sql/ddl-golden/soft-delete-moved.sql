CREATE TABLE t (
  no        text COLLATE "C" NOT NULL,
  redis_key text COLLATE "C" NOT NULL,
  state     text,
  reason    text,
  at        timestamptz,
  PRIMARY KEY (no)
);
CREATE INDEX ON t (redis_key);
