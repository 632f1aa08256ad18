CREATE TABLE t (
  n    decimal(20,2) NOT NULL,
  b    varbinary(900) NOT NULL,
  d    date NOT NULL,
  u    uniqueidentifier NOT NULL,
  s    nvarchar(9) COLLATE Latin1_General_100_BIN2 NOT NULL,
  note nvarchar(max) NULL,
  PRIMARY KEY NONCLUSTERED (n, b, d, u, s)
);
