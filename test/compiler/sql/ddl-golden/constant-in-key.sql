CREATE TABLE t (
  id     bigint NOT NULL,
  kind   text COLLATE "C" NOT NULL,
  number text,
  PRIMARY KEY (id, kind)
);
