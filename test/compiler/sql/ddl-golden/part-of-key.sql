CREATE TABLE t (
  id   bigint NOT NULL,
  line int NOT NULL,
  sku  text,
  PRIMARY KEY (id, line)
);
