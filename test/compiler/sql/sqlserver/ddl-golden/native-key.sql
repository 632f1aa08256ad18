CREATE TABLE t (
  r         money NOT NULL,
  redis_key nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  name      nvarchar(max) NULL,
  PRIMARY KEY (r)
);
CREATE INDEX rdi_owner_redis_key ON t (redis_key);
