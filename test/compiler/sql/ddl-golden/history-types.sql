CREATE TABLE t (
  id         bigint NOT NULL,
  c1         smallint,
  c2         bigint,
  c3         numeric(12,4),
  c4         real,
  c5         char(5),
  c6         char(5),
  c7         json,
  c8         json,
  c9         int4range,
  c10        numeric(5,2),
  c11        bytea,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz,
  PRIMARY KEY (id, valid_from)
);
CREATE UNIQUE INDEX ON t (id) WHERE valid_to IS NULL;
