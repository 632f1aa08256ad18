CREATE SCHEMA pricing;

CREATE TABLE pricing.prices (
  shop       text COLLATE "C",
  sku        text COLLATE "C",
  price      numeric(10,2) NOT NULL,
  currency   char(3) NOT NULL,
  valid_from timestamptz,
  valid_to   timestamptz,
  is_current boolean NOT NULL,
  PRIMARY KEY (shop, sku, valid_from)
);

CREATE TABLE pricing.rates (
  currency text COLLATE "C",
  rate     numeric(18,8) NOT NULL,
  since    timestamptz,
  until    timestamptz,
  PRIMARY KEY (currency, since)
);

-- One open version a row: nothing else finds it as quickly, or keeps a second one from being open.
CREATE UNIQUE INDEX ON pricing.prices (shop, sku) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX ON pricing.rates (currency) WHERE until IS NULL;
