CREATE TABLE t (
  id      bigint,
  seen_at timestamptz,
  state   json
);
