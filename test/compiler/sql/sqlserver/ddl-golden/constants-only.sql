CREATE TABLE t (
  id    int NOT NULL,
  theme nvarchar(max) NULL,
  PRIMARY KEY (id)
);
