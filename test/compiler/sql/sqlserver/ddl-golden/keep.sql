CREATE TABLE t (
  id   bigint NOT NULL,
  name nvarchar(max) NULL,
  PRIMARY KEY (id)
);
