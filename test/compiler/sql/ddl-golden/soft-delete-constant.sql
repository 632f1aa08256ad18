CREATE TABLE t (
  id         int NOT NULL,
  theme      text,
  deleted_at timestamptz,
  PRIMARY KEY (id)
);
