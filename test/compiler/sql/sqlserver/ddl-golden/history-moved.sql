CREATE TABLE t (
  kind       nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  redis_key  nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  no         nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  expires_at datetimeoffset(6) NULL,
  valid_from datetimeoffset(6) NOT NULL,
  valid_to   datetimeoffset(6) NULL,
  PRIMARY KEY NONCLUSTERED (no, valid_from)
);
CREATE INDEX rdi_owner_kind_redis_key ON t (kind, redis_key);
CREATE UNIQUE INDEX rdi_open_no ON t (no) WHERE valid_to IS NULL;
