CREATE TABLE t (
  id         integer NOT NULL,
  theme      text,
  deleted_at timestamptz,
  PRIMARY KEY (id)
);
