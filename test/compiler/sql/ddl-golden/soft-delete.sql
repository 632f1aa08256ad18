CREATE TABLE t (
  id         bigint NOT NULL,
  name       text,
  deleted_at timestamptz,
  PRIMARY KEY (id)
);
