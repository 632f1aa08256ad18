CREATE TABLE t (
  id  bigint NOT NULL,
  c1  smallint,
  c2  integer,
  c3  numeric,
  c4  real,
  c5  double precision,
  c6  boolean,
  c7  varchar(9),
  c8  char(3),
  c9  uuid,
  c10 bytea,
  c11 date,
  c12 time,
  c13 timestamp,
  c14 timestamptz,
  PRIMARY KEY (id)
);
