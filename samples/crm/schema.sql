CREATE SCHEMA crm;

CREATE TABLE crm.customers (
  id         bigint PRIMARY KEY,
  name       varchar(60) NOT NULL,
  email      text,
  phone      varchar(20),
  birthday   date,
  deleted_at timestamptz
);

-- Reports count those who are still there.
CREATE INDEX ON crm.customers (id) WHERE deleted_at IS NULL;

CREATE TABLE crm.vips (
  customer_id bigint PRIMARY KEY REFERENCES crm.customers (id),
  manager     varchar(60) NOT NULL,
  credit      numeric(12,2) NOT NULL CHECK (credit >= 0)
);
