CREATE TABLE t (
  kind nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  PRIMARY KEY (kind)
);
