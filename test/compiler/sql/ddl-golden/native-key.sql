CREATE TABLE t (
  r         int4range NOT NULL,
  redis_key text COLLATE "C" NOT NULL,
  name      text,
  PRIMARY KEY (r)
);
CREATE INDEX ON t (redis_key);
