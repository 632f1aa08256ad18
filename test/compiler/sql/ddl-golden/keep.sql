CREATE TABLE t (
  id   bigint NOT NULL,
  name text,
  PRIMARY KEY (id)
);
