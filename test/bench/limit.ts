import type pg from "pg";

/** The rows that generator.mjs makes, computed inside the server: nothing that feeds them from outside can be faster. */
const UPSERT = `
INSERT INTO customers_limit AS t (id, name, email, region, balance, orders, vip, created_at)
SELECT id, 'First' || id % 1000 || ' Last' || id, 'customer.' || id || '@example.com', CASE WHEN id % 3 = 0 THEN 'eu' ELSE 'us' END,
  (id % 100000) + 0.25, $3, id % 10 = 0, to_timestamp(1600000000 + id)
FROM generate_series($1::bigint, $2::bigint) AS id
ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, region = excluded.region, balance = excluded.balance,
  orders = excluded.orders, vip = excluded.vip, created_at = excluded.created_at
WHERE (t.name, t.email, t.region, t.balance, t.orders, t.vip, t.created_at)
  IS DISTINCT FROM (excluded.name, excluded.email, excluded.region, excluded.balance, excluded.orders, excluded.vip, excluded.created_at)`;

/** Rows a second, in transactions of `batch` rows over one connection. */
export async function measureLimit(
  database: pg.Client,
  keys: number,
  generation: number,
  batch: number,
): Promise<number> {
  const started = performance.now();
  for (let from = 1; from <= keys; from += batch) {
    await database.query({
      name: "limit",
      text: UPSERT,
      values: [from, Math.min(keys, from + batch - 1), generation],
    });
  }
  return (keys / (performance.now() - started)) * 1000;
}
