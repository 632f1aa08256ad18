CREATE TABLE t (
  id         bigint NOT NULL,
  c1         smallint NULL,
  c2         bigint NULL,
  c3         decimal(12,4) NULL,
  c4         real NULL,
  c5         nchar(5) NULL,
  c6         nchar(5) NULL,
  c7         nvarchar(max) NULL CHECK (ISJSON(N'[' + c7 + N']') = 1),
  c8         nvarchar(max) NULL CHECK (ISJSON(N'[' + c8 + N']') = 1),
  c9         money NULL,
  c10        decimal(5,2) NULL,
  c11        varbinary(max) NULL,
  valid_from datetimeoffset(6) NOT NULL,
  valid_to   datetimeoffset(6) NULL,
  PRIMARY KEY (id, valid_from)
);
CREATE UNIQUE INDEX rdi_open_id ON t (id) WHERE valid_to IS NULL;
