CREATE TABLE t (
  id  bigint NOT NULL,
  c1  smallint NULL,
  c2  int NULL,
  c3  decimal(38,10) NULL,
  c4  real NULL,
  c5  float NULL,
  c6  bit NULL,
  c7  nvarchar(9) NULL,
  c8  nchar(3) NULL,
  c9  uniqueidentifier NULL,
  c10 varbinary(max) NULL,
  c11 date NULL,
  c12 time(6) NULL,
  c13 datetime2(6) NULL,
  c14 datetimeoffset(6) NULL,
  PRIMARY KEY (id)
);
