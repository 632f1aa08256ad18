CREATE TABLE t (
  id   bigint NOT NULL,
  line int NOT NULL,
  sku  nvarchar(max) NULL,
  PRIMARY KEY (id, line)
);
