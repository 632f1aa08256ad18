CREATE TABLE t (
  id      bigint NOT NULL,
  seen_at datetimeoffset(6) NULL,
  PRIMARY KEY (id)
);
