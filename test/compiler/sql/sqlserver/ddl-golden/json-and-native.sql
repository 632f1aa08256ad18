CREATE TABLE t (
  id   bigint NOT NULL,
  doc  nvarchar(max) NULL CHECK (ISJSON(N'[' + doc + N']') = 1),
  docb nvarchar(max) NULL CHECK (ISJSON(N'[' + docb + N']') = 1),
  m    hierarchyid NULL,
  r    money NULL,
  n    decimal(5,2) NULL,
  l    datetime2(3) NULL,
  PRIMARY KEY (id)
);
