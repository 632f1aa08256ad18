CREATE SCHEMA modes;
CREATE TABLE modes.sales (redis_key text COLLATE "C" NOT NULL, receipt text COLLATE "C" PRIMARY KEY, amount numeric(12,2));
CREATE INDEX ON modes.sales (redis_key);
CREATE TABLE modes.badges (redis_key text COLLATE "C" NOT NULL, code varchar(20) COLLATE "C" PRIMARY KEY, state text, gone_at timestamptz);
CREATE INDEX ON modes.badges (redis_key);
CREATE TABLE modes.leases (id integer PRIMARY KEY, holder text, expires_at timestamptz, ended text);
CREATE TABLE modes.visits (id integer PRIMARY KEY, page text, until timestamptz);
CREATE TABLE modes.contacts (id integer, kind text COLLATE "C", value text, PRIMARY KEY (id, kind));
CREATE TABLE modes.seats (
  seat integer NOT NULL, place text COLLATE "C", guest text, since timestamptz, until timestamptz, is_current boolean NOT NULL,
  PRIMARY KEY (place, since)
);
CREATE INDEX ON modes.seats (seat);
CREATE TABLE modes.notes (id integer, line integer, note varchar(10), written_at timestamptz, PRIMARY KEY (id, line));
