CREATE TABLE t (
  sku        nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  price      decimal(10,2) NULL,
  valid_from datetimeoffset(6) NOT NULL,
  valid_to   datetimeoffset(6) NULL,
  [current]  bit NOT NULL,
  PRIMARY KEY NONCLUSTERED (sku, valid_from)
);
CREATE UNIQUE INDEX rdi_open_sku ON t (sku) WHERE valid_to IS NULL;
