CREATE TABLE t (
  id         bigint NOT NULL,
  name       nvarchar(max) NULL,
  expires_at datetimeoffset(6) NULL,
  PRIMARY KEY (id)
);
