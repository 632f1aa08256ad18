CREATE TABLE t (
  id    int NOT NULL,
  theme text,
  PRIMARY KEY (id)
);
