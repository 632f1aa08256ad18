CREATE TABLE t (
  id         bigint NOT NULL,
  name       text,
  expires_at timestamptz,
  PRIMARY KEY (id)
);
