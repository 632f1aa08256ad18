CREATE TABLE t (
  a    nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  b    bigint NOT NULL,
  note nvarchar(max) NULL,
  PRIMARY KEY NONCLUSTERED (a, b)
);
