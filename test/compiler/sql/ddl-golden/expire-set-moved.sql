CREATE TABLE t (
  id         bigint NOT NULL,
  line       integer NOT NULL,
  expires_at timestamptz,
  deleted_at timestamptz,
  expired    text,
  PRIMARY KEY (id, line)
);
