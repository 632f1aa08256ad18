CREATE TABLE t (
  id      bigint NOT NULL,
  name    text,
  seen_at timestamptz,
  PRIMARY KEY (id)
);
