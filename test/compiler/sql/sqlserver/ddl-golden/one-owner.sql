CREATE TABLE t (
  id     bigint NOT NULL,
  name   nvarchar(max) NULL,
  amount decimal(12,2) NULL,
  PRIMARY KEY (id)
);
