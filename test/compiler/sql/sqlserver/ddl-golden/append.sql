CREATE TABLE t (
  id      bigint NULL,
  seen_at datetimeoffset(6) NULL,
  state   nvarchar(max) NULL CHECK (ISJSON(N'[' + state + N']') = 1)
);
