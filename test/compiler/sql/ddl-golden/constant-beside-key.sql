CREATE TABLE t (
  kind text COLLATE "C" NOT NULL,
  id   bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (name)
);
CREATE INDEX ON t (kind, id);
