CREATE TABLE t (
  sku     nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  price   float NULL,
  seen_at datetimeoffset(6) NULL,
  f       datetimeoffset(6) NOT NULL,
  t       datetimeoffset(6) NULL,
  PRIMARY KEY NONCLUSTERED (sku, f)
);
CREATE UNIQUE INDEX rdi_open_sku ON t (sku) WHERE t IS NULL;
