CREATE TABLE t (
  id         int NOT NULL,
  theme      nvarchar(max) NULL,
  deleted_at datetimeoffset(6) NULL,
  PRIMARY KEY (id)
);
