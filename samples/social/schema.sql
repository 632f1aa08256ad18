CREATE SCHEMA social;

CREATE TABLE social.audiences (
  user_id   bigint PRIMARY KEY,
  followers integer NOT NULL
);

CREATE TABLE social.followers (
  user_id     bigint REFERENCES social.audiences (user_id),
  follower_id bigint,
  PRIMARY KEY (user_id, follower_id)
);

-- Whom does somebody follow?
CREATE INDEX ON social.followers (follower_id);

CREATE TABLE social.interests (
  user_id  bigint,
  interest varchar(40) COLLATE "C",
  PRIMARY KEY (user_id, interest)
);
