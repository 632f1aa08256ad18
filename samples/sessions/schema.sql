CREATE SCHEMA sessions;

CREATE TABLE sessions.sessions (
  sid        uuid PRIMARY KEY,
  user_id    bigint NOT NULL,
  roles      text,
  theme      text NOT NULL,
  last_seen  timestamptz NOT NULL,
  expires_at timestamptz,
  ended_at   timestamptz
);

CREATE INDEX ON sessions.sessions (user_id);

CREATE TABLE sessions.page_views (
  page  text COLLATE "C" PRIMARY KEY,
  views bigint NOT NULL
);
