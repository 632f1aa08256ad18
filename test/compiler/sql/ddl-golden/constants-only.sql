CREATE TABLE t (
  id    integer NOT NULL,
  theme text,
  PRIMARY KEY (id)
);
