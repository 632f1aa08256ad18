CREATE SCHEMA chaos;

CREATE TABLE chaos.people (
  id         bigint PRIMARY KEY,
  name       varchar(40) NOT NULL,
  balance    numeric(12,2),
  visits     integer,
  deleted_at timestamptz
);

CREATE TABLE chaos.seats (redis_key text COLLATE "C" NOT NULL, place text COLLATE "C" PRIMARY KEY, holder text);
CREATE INDEX ON chaos.seats (redis_key);

CREATE TABLE chaos.orders (id bigint PRIMARY KEY, customer text, total numeric(14,2));
CREATE TABLE chaos.order_items (
  order_id bigint REFERENCES chaos.orders (id),
  line_no  integer,
  sku      text,
  qty      integer NOT NULL,
  PRIMARY KEY (order_id, line_no)
);

CREATE TABLE chaos.boards (game bigint PRIMARY KEY, players integer);
CREATE TABLE chaos.scores (
  game   bigint REFERENCES chaos.boards (game),
  player text COLLATE "C",
  score  double precision,
  PRIMARY KEY (game, player)
);

CREATE TABLE chaos.tags (id bigint, tag varchar(20) COLLATE "C", PRIMARY KEY (id, tag));

CREATE TABLE chaos.queues (id bigint PRIMARY KEY, waiting integer);
CREATE TABLE chaos.queue_items (
  id    bigint REFERENCES chaos.queues (id),
  place integer,
  item  text,
  PRIMARY KEY (id, place)
);

CREATE TABLE chaos.prices (
  sku        bigint,
  price      numeric(10,2) NOT NULL,
  valid_from timestamptz,
  valid_to   timestamptz,
  PRIMARY KEY (sku, valid_from)
);

CREATE TABLE chaos.visits (id bigint, at bigint);
CREATE INDEX ON chaos.visits (id);

CREATE TABLE chaos.beats (id bigint PRIMARY KEY, at bigint);
