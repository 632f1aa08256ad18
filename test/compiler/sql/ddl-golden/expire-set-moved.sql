CREATE TABLE t (
  id         bigint NOT NULL,
  line       int NOT NULL,
  expires_at timestamptz,
  deleted_at timestamptz,
  expired    text,
  PRIMARY KEY (id, line)
);
