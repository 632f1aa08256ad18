CREATE TABLE t (
  kind nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  no   nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  n    bigint NULL,
  PRIMARY KEY (no)
);
CREATE INDEX rdi_owner_kind ON t (kind);
