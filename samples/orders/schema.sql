CREATE SCHEMA orders;

CREATE TABLE orders.orders (
  id          uuid PRIMARY KEY,
  customer_id bigint NOT NULL,
  skus        text,
  total       numeric(14,2) NOT NULL,
  rate        numeric(24,18) NOT NULL,
  raw         json
);

CREATE TABLE orders.shipments (
  order_id    uuid REFERENCES orders.orders (id),
  shipment_no integer CHECK (shipment_no > 0),
  carrier     varchar(20) NOT NULL,
  kg          numeric(12,3) NOT NULL,
  PRIMARY KEY (order_id, shipment_no)
);

CREATE TABLE orders.parcels (
  order_id    uuid,
  shipment_no integer,
  parcel_no   integer,
  kg          numeric(9,3) NOT NULL,
  last_seen   text,
  PRIMARY KEY (order_id, shipment_no, parcel_no),
  FOREIGN KEY (order_id, shipment_no) REFERENCES orders.shipments
);
