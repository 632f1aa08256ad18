CREATE TABLE t (
  a    text COLLATE "C" NOT NULL,
  b    bigint NOT NULL,
  note text,
  PRIMARY KEY (a, b)
);
