CREATE TABLE t (
  id   bigint NOT NULL,
  doc  json,
  docb json,
  m    mood,
  r    int4range,
  n    numeric(5,2),
  l    text[],
  PRIMARY KEY (id)
);
