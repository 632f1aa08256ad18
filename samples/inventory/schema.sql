CREATE SCHEMA inventory;

CREATE TABLE inventory.stock (
  site     text COLLATE "C",
  sku      varchar(40) COLLATE "C",
  qty      integer NOT NULL,
  reserved integer NOT NULL,
  free     integer NOT NULL,
  PRIMARY KEY (site, sku)
);

CREATE TABLE inventory.bins (
  site   text COLLATE "C",
  bin    varchar(20) COLLATE "C",
  aisle  text,
  pieces integer NOT NULL,
  PRIMARY KEY (site, bin)
);

CREATE TABLE inventory.lots (
  site        text COLLATE "C",
  bin         varchar(20) COLLATE "C",
  lot         varchar(20) COLLATE "C",
  best_before date,
  qty         integer NOT NULL CHECK (qty >= 0),
  PRIMARY KEY (site, bin, lot),
  FOREIGN KEY (site, bin) REFERENCES inventory.bins
);
