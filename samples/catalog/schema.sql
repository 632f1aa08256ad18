CREATE SCHEMA catalog;

CREATE TABLE catalog.products (
  sku        text COLLATE "C" PRIMARY KEY,
  title      varchar(80) NOT NULL,
  brand      text NOT NULL,
  price_eur  numeric(12,2),
  written_at timestamptz NOT NULL
);

-- The web shop usually has a database of its own.
CREATE SCHEMA storefront;

CREATE TABLE storefront.products (
  sku     text COLLATE "C" PRIMARY KEY,
  title   varchar(80) NOT NULL,
  country text
);
