CREATE TABLE [s.1].[a "b"] (
  [i d]          bigint NOT NULL,
  [select]       nvarchar(max) NULL,
  [rdi position] nvarchar(max) NULL,
  PRIMARY KEY ([i d])
);
