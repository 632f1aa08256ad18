/**
 * Compares what the keys of a Redis should have become with what the tables hold. It reads both sides through clients of its own and shares
 * nothing with the product.
 */
import type { Redis } from "ioredis";
import type pg from "pg";
import type { Key, KeyRule, Row } from "../../live/expectations/expectation.ts";
import { Refused } from "../../live/expectations/values.ts";
import { lastGap, versionDifferences, visitDifferences } from "./past.ts";
import { RULES } from "./rules.ts";
import { TABLES, type TableRule } from "./tables.ts";

export interface Difference {
  /** No row; a row with other values; a row that nothing stands for; a dead letter without need, or none where one should be. */
  readonly kind: "lost" | "stale" | "extra" | "letter";
  readonly table: string;
  readonly key: string;
  readonly text: string;
}

export interface Compared {
  readonly keys: number;
  readonly rows: number;
  readonly differences: readonly Difference[];
}

export interface Sides {
  readonly redis: Redis;
  /** Every value as text, times in UTC. */
  readonly database: pg.Pool;
  /** Rows of a log are looked for from this time on (ms), since the target was set back before. */
  readonly since: number;
}

export async function compare({ redis, database, since }: Sides): Promise<Compared> {
  const expected = await expectedRows(redis);
  const differences: Difference[] = [];
  let count = 0;
  for (const [table, rule] of Object.entries(TABLES)) {
    const { rows } = await database.query<Row>(`SELECT * FROM chaos.${table}`);
    const found = rows.filter((row) => !expected.rejected.has(rule.keyOf(row)) && rule.isPast?.(row) !== true);
    count += found.length;
    differences.push(...tableDifferences(table, rule, expected.rows.get(table) ?? [], found));
  }
  const from = Math.max(since, await lastGap(database));
  return {
    keys: expected.keys,
    rows: count,
    differences: [
      ...differences,
      ...(await visitDifferences(redis, database, from)),
      ...(await versionDifferences(database)),
      ...(await letterDifferences(redis, expected.rejected)),
    ],
  };
}

interface Expected {
  readonly keys: number;
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly rejected: ReadonlySet<string>;
}

async function expectedRows(redis: Redis): Promise<Expected> {
  const rows = new Map<string, Row[]>();
  const rejected = new Set<string>();
  let count = 0;
  for (const rule of RULES) {
    const keys = await keysLike(redis, rule.glob);
    count += keys.length;
    for (let at = 0; at < keys.length; at += 100) {
      const some = await Promise.all(keys.slice(at, at + 100).map((key) => yieldOf(redis, rule, key)));
      for (const { key, tables } of some) {
        if (tables === undefined) rejected.add(key);
        for (const [table, more] of Object.entries(tables ?? {})) {
          const all = rows.get(table) ?? [];
          all.push(...more);
          rows.set(table, all);
        }
      }
    }
  }
  return { keys: count, rows, rejected };
}

interface Yield {
  readonly key: string;
  /** Undefined when the value is refused. */
  readonly tables: Readonly<Record<string, readonly Row[]>> | undefined;
}

async function yieldOf(redis: Redis, rule: KeyRule, key: Key): Promise<Yield> {
  try {
    return { key: key.name, tables: (await rule.rowsOf(redis, key)) ?? {} };
  } catch (thrown: unknown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { key: key.name, tables: undefined };
  }
}

async function keysLike(redis: Redis, glob: string): Promise<readonly Key[]> {
  const found = new Map<string, Key>();
  let cursor = "0";
  do {
    const [next, keys]: [Buffer, Buffer[]] = await redis.scanBuffer(cursor, "MATCH", glob, "COUNT", 1000);
    const types = await redis.pipeline(keys.map((key) => ["type", key])).exec();
    keys.forEach((bytes, index) => {
      const name = bytes.toString("latin1");
      found.set(name, { bytes, name, type: String(types?.[index]?.[1]) });
    });
    cursor = next.toString();
  } while (cursor !== "0");
  return [...found.values()];
}

function tableDifferences(table: string, rule: TableRule, wanted: readonly Row[], found: readonly Row[]): Difference[] {
  const identityOf = (row: Row): string => JSON.stringify(rule.identity.map((column) => row[column]));
  const rows = new Map(found.map((row) => [identityOf(row), row]));
  const differences: Difference[] = [];
  for (const want of wanted) {
    const row = rows.get(identityOf(want));
    rows.delete(identityOf(want));
    const [should, is] = [spelled(want), row === undefined ? "nothing" : spelled(rule.normal?.(row) ?? row)];
    const kind = row === undefined ? "lost" : "stale";
    if (should !== is) differences.push({ kind, table, key: rule.keyOf(want), text: `${is}; expected ${should}` });
  }
  for (const row of rows.values())
    differences.push({ kind: "extra", table, key: rule.keyOf(row), text: `${spelled(row)}; expected nothing` });
  return differences;
}

async function letterDifferences(redis: Redis, rejected: ReadonlySet<string>): Promise<readonly Difference[]> {
  const hashes = (await redis.keys("rdi:*")).filter((key) => key.includes(":dead-why:"));
  const letters = new Map<string, string>();
  for (const hash of hashes)
    for (const [key, text] of Object.entries(await redis.hgetall(hash))) letters.set(key, text);
  const unexpected = [...letters].filter(([key]) => !rejected.has(key));
  const missing = [...rejected].filter((key) => !letters.has(key));
  return [
    ...unexpected.map(([key, text]) => ({ kind: "letter" as const, table: "dead letters", key, text })),
    ...missing.map((key) => ({
      ...{
        kind: "lost" as const,
        table: "dead letters",
        key,
        text: "its value is refused, and no dead letter says so",
      },
    })),
  ];
}

function spelled(row: Row): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))));
}
