CREATE TABLE t (
  id   bigint NOT NULL,
  line integer NOT NULL,
  sku  text,
  PRIMARY KEY (id, line)
);
