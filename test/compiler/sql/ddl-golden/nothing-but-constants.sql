CREATE TABLE t (
  kind text COLLATE "C" NOT NULL,
  PRIMARY KEY (kind)
);
