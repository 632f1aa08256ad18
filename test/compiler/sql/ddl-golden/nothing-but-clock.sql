CREATE TABLE t (
  id      bigint NOT NULL,
  seen_at timestamptz,
  PRIMARY KEY (id)
);
