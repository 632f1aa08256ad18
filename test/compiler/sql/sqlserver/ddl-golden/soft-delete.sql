CREATE TABLE t (
  id         bigint NOT NULL,
  name       nvarchar(max) NULL,
  deleted_at datetimeoffset(6) NULL,
  PRIMARY KEY (id)
);
