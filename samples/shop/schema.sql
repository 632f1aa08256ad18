CREATE TABLE customers (
  id         bigint PRIMARY KEY,
  name       varchar(120) NOT NULL,
  email      text NOT NULL,
  region     text,
  balance    numeric(12,2),
  orders     integer,
  vip        boolean,
  created_at timestamptz NOT NULL,
  CONSTRAINT balance_covers_credit CHECK (balance >= -1000)
);

CREATE TABLE cards (
  shop   text COLLATE "C" NOT NULL,
  number text COLLATE "C" NOT NULL,
  holder text,
  points bigint,
  worth  numeric(14,3),
  PRIMARY KEY (shop, number)
);
