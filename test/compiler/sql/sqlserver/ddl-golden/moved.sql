CREATE TABLE t (
  redis_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  no        nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  amount    bigint NULL,
  PRIMARY KEY (no)
);
CREATE INDEX rdi_owner_redis_key ON t (redis_key);
