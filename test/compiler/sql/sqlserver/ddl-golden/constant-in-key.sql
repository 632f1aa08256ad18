CREATE TABLE t (
  id     bigint NOT NULL,
  kind   nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  number nvarchar(max) NULL,
  PRIMARY KEY NONCLUSTERED (id, kind)
);
