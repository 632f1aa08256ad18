CREATE TABLE t (
  no        nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  redis_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  state     nvarchar(max) NULL,
  reason    nvarchar(max) NULL,
  at        datetimeoffset(6) NULL,
  PRIMARY KEY (no)
);
CREATE INDEX rdi_owner_redis_key ON t (redis_key);
