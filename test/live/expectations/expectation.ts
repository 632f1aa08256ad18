/** Compares what the keys of a Redis should have become with what tables hold. Both sides are read through clients of their own. */
import type { Redis } from "ioredis";
import type pg from "pg";
import { Refused, text } from "./values.ts";

/** All columns as text. */
export type Row = Readonly<Record<string, string | null>>;

/** Table → the rows in it that one key stands for. */
export type Rows = Readonly<Record<string, readonly Row[]>>;

export interface TableRule {
  readonly keyOf: (row: Row) => string;
  /** Rows that outlive their key are left out of the comparison and handed over. */
  readonly isKept?: (row: Row) => boolean;
  /** Brings values that may be spelled in several ways, or that nobody can foresee, into one form. */
  readonly normal?: (row: Row) => Row;
}

export interface KeyRule {
  readonly glob: string;
  /** Undefined when the key does not match the job's pattern, or holds another kind of value. */
  readonly rowsOf: (redis: Redis, key: Key) => Promise<Rows | undefined>;
}

export interface Key {
  readonly bytes: Buffer;
  /** A character a byte. */
  readonly name: string;
  readonly type: string;
}

export interface Expectation {
  /** By the table's name with its schema. */
  readonly tables: Readonly<Record<string, TableRule>>;
  readonly keys: readonly KeyRule[];
}

export interface Comparison {
  /** How many were compared. */
  readonly rows: number;
  /** Key → the codes of which it has one; no code when it is only passed over. Rows of such keys are left out of the comparison. */
  readonly rejected: ReadonlyMap<string, readonly string[]>;
  readonly wanted: Rows;
  readonly kept: Rows;
  readonly differences: readonly string[];
}

/** `databaseOf` tells where a table lies. */
export async function compare(
  redis: Redis,
  databaseOf: (table: string) => pg.Pool,
  expectation: Expectation,
): Promise<Comparison> {
  const { rows: wanted, rejected } = await expectedRows(redis, expectation);
  const differences: string[] = [];
  const kept: Record<string, readonly Row[]> = {};
  let count = 0;
  for (const [table, rule] of Object.entries(expectation.tables)) {
    const { rows } = await databaseOf(table).query<Row>(`SELECT * FROM ${table}`);
    const comparable = rows.filter((row) => !rejected.has(rule.keyOf(row)));
    kept[table] = comparable.filter((row) => rule.isKept?.(row) ?? false).map((row) => ({ ...row }));
    const alive = comparable.filter((row) => !(rule.isKept?.(row) ?? false));
    count += alive.length;
    const normal = (row: Row): string => spelled(rule.normal?.(row) ?? row);
    differences.push(...differencesOf(table, (wanted[table] ?? []).map(normal), alive.map(normal)));
  }
  return { rows: count, rejected, wanted, kept, differences };
}

interface ExpectedRows {
  readonly rows: Rows;
  readonly rejected: ReadonlyMap<string, readonly string[]>;
}

async function expectedRows(redis: Redis, { keys }: Expectation): Promise<ExpectedRows> {
  const rows: Record<string, Row[]> = {};
  const rejected = new Map<string, readonly string[]>();
  for (const { glob, rowsOf } of keys) {
    for (const key of await keysLike(redis, glob)) {
      try {
        for (const [table, some] of Object.entries((await rowsOf(redis, key)) ?? {}))
          (rows[table] ??= []).push(...some);
      } catch (thrown: unknown) {
        if (!(thrown instanceof Refused)) throw thrown;
        rejected.set(key.bytes.toString("utf8"), thrown.codes);
      }
    }
  }
  return { rows, rejected };
}

async function keysLike(redis: Redis, glob: string): Promise<readonly Key[]> {
  const found: Key[] = [];
  let cursor = "0";
  do {
    const [next, keys]: [Buffer, Buffer[]] = await redis.scanBuffer(cursor, "MATCH", glob, "COUNT", 1000);
    const types = await redis.pipeline(keys.map((key) => ["type", key])).exec();
    keys.forEach((bytes, index) =>
      found.push({ bytes, name: bytes.toString("latin1"), type: String(types?.[index]?.[1]) }),
    );
    cursor = next.toString();
  } while (cursor !== "0");
  return [...new Map(found.map((key) => [key.name, key])).values()];
}

/** A rule for keys of one type: `pattern` is over a character a byte, its groups are handed over as text. */
export function keysOf<Value>(glob: string, { type, pattern, read, rows }: TypedRule<Value>): KeyRule {
  return {
    glob,
    rowsOf: async (redis, key) => {
      const match = pattern.exec(key.name);
      if (match === null || !type.split("|").includes(key.type)) return undefined;
      const value = await read(redis, key.bytes, key.type);
      return rows(
        match.slice(1).map((group) => text(Buffer.from(group, "latin1"))),
        value,
      );
    },
  };
}

export interface TypedRule<Value> {
  /** What TYPE says; several with a bar between them. */
  readonly type: string;
  readonly pattern: RegExp;
  readonly read: (redis: Redis, key: Buffer, type: string) => Promise<Value>;
  readonly rows: (captures: readonly string[], value: Value) => Rows;
}

function spelled(row: Row): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))));
}

function differencesOf(table: string, wanted: readonly string[], found: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const row of new Set(wanted)) counts.set(row, 1);
  for (const row of found) counts.set(row, (counts.get(row) ?? 0) - 1);
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([row, count]) => `${table}: ${count > 0 ? "missing" : "should not be there"}: ${row}`);
}
