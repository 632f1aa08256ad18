CREATE TABLE t (
  id     bigint NOT NULL,
  name   text,
  amount numeric(12,2),
  PRIMARY KEY (id)
);
