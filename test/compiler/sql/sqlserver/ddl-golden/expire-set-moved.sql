CREATE TABLE t (
  id         bigint NOT NULL,
  line       int NOT NULL,
  expires_at datetimeoffset(6) NULL,
  deleted_at datetimeoffset(6) NULL,
  expired    nvarchar(max) NULL,
  PRIMARY KEY (id, line)
);
