CREATE TABLE t (
  redis_key text COLLATE "C" NOT NULL,
  no        text COLLATE "C" NOT NULL,
  amount    bigint,
  PRIMARY KEY (no)
);
CREATE INDEX ON t (redis_key);
