CREATE TABLE t (
  kind nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  id   bigint NOT NULL,
  name nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  PRIMARY KEY (name)
);
CREATE INDEX rdi_owner_kind_id ON t (kind, id);
