CREATE TABLE t (
  kind text COLLATE "C" NOT NULL,
  no   text COLLATE "C" NOT NULL,
  n    bigint,
  PRIMARY KEY (no)
);
CREATE INDEX ON t (kind);
