CREATE SCHEMA audit;

CREATE TABLE audit.account_log (
  account_id bigint NOT NULL,
  seen_at    timestamptz NOT NULL,
  op         text NOT NULL,
  owner      text,
  balance    numeric(14,2),
  state      json
);

CREATE INDEX ON audit.account_log (account_id, seen_at);
