CREATE SCHEMA games;

CREATE TABLE games.boards (
  game    text COLLATE "C",
  season  integer,
  players integer NOT NULL,
  best    double precision,
  PRIMARY KEY (game, season)
);

CREATE TABLE games.scores (
  game   text COLLATE "C",
  season integer,
  player varchar(40) COLLATE "C",
  score  double precision NOT NULL,
  PRIMARY KEY (game, season, player),
  FOREIGN KEY (game, season) REFERENCES games.boards
);

CREATE INDEX ON games.scores (game, season, score DESC);

CREATE TABLE games.arenas (
  city      text COLLATE "C",
  arena     varchar(40) COLLATE "C",
  longitude double precision NOT NULL,
  latitude  double precision NOT NULL,
  PRIMARY KEY (city, arena)
);
