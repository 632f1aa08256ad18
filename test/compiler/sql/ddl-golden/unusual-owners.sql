CREATE TABLE t (
  n    numeric(20,2) NOT NULL,
  b    bytea NOT NULL,
  d    date NOT NULL,
  u    uuid NOT NULL,
  s    varchar(9) COLLATE "C" NOT NULL,
  note text,
  PRIMARY KEY (n, b, d, u, s)
);
