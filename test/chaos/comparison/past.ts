/** Rows with a past: of a log no row twice and none missing, of a history no version that overlaps. */
import type { Redis } from "ioredis";
import type pg from "pg";
import type { Difference } from "./compare.ts";

/**
 * Each `visit:` key was written once. Before `since` (ms) changes may have been missed, which the target has noted or an older state of it
 * can't know.
 */
export async function visitDifferences(redis: Redis, database: pg.Pool, since: number): Promise<readonly Difference[]> {
  const { rows } = await database.query<{ id: string; count: string }>(
    "SELECT id, count(*) FROM chaos.visits GROUP BY id",
  );
  const counts = new Map(rows.map(({ id, count }) => [`visit:${id}`, Number(count)]));
  const twice = [...counts].filter(([, count]) => count > 1);
  const found: Difference[] = twice.map(([key, count]) => ({
    ...{ kind: "extra", table: "visits", key, text: `${count} rows for one change` },
  }));
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "MATCH", "visit:*", "COUNT", 1000);
    cursor = next;
    const missing = keys.filter((key) => !counts.has(key));
    const values = missing.length === 0 ? [] : await redis.mget(missing);
    missing.forEach((key, index) => {
      const at = Number(values[index] ?? 0);
      if (at > since) found.push({ kind: "lost", table: "visits", key, text: `no row for the change at ${at}` });
    });
  } while (cursor !== "0");
  return found;
}

/** When the target last noted that changes may have been missed; 0 when never. */
export async function lastGap(database: pg.Pool): Promise<number> {
  const { rows } = await database.query<{ at: string | null }>(
    "SELECT (extract(epoch FROM max(noticed_at)) * 1000)::int8 AS at FROM chaos.rdi_gaps WHERE route LIKE 'visits.%'",
  );
  return Number(rows[0]?.at ?? 0);
}

/** Versions of one key follow one another: none begins before the one before ends, only one is open, and neighbours differ. */
export async function versionDifferences(database: pg.Pool): Promise<readonly Difference[]> {
  const { rows } = await database.query<Readonly<Record<string, string | null>>>(VERSIONS);
  return rows.map(({ sku, ...row }) => ({
    ...{ kind: "extra", table: "prices", key: `price:${sku}`, text: `versions overlap: ${JSON.stringify(row)}` },
  }));
}

const VERSIONS = `SELECT * FROM (
  SELECT sku, price, valid_from, valid_to,
    lead(valid_from) OVER w AS next_from, lead(price) OVER w AS next_price
  FROM chaos.prices WINDOW w AS (PARTITION BY sku ORDER BY valid_from)
) AS v WHERE next_from IS NOT NULL AND (valid_to IS NULL OR valid_to > next_from OR (valid_to = next_from AND price = next_price))
  OR valid_to <= valid_from`;
