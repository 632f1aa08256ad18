import type { Redis } from "ioredis";
import type pg from "pg";

/**
 * What samples/shop should have made of a Redis, worked out by hand from shop.rdi and compared with what PostgreSQL holds.
 * It shares no code with the compiler or the runtime, and reads both sides through clients of its own.
 */
export interface Comparison {
  readonly keys: number;
  readonly rows: number;
  /** Keys whose value can't become a row; whatever row they have is left out of the comparison. */
  readonly rejected: readonly string[];
  /** Rows of cards whose key is gone: `on delete keep`. */
  readonly kept: number;
  readonly differences: readonly string[];
}

type Row = Readonly<Record<string, string | null>>;
type Expected = Row | "none" | "rejected";
type Fields = ReadonlyMap<string, Buffer>;

export async function compareShop(redis: Redis, database: pg.Client | pg.Pool): Promise<Comparison> {
  const customers = await expectedRows(redis, "customer:*", expectedCustomer);
  const cards = await expectedRows(redis, "card:*", expectedCard);
  const customerRows = await rowsOf(database, CUSTOMERS, (row) => `customer:${row["id"]}`);
  const cardRows = await rowsOf(database, CARDS, (row) => `card:${row["shop"]}:${row["number"]}`);
  const differences = [
    ...differencesOf(customers, customerRows, () => true),
    ...differencesOf(cards, cardRows, (key) => cards.has(key)),
  ];
  return {
    keys: customers.size + cards.size,
    rows: customerRows.size + cardRows.size,
    rejected: [...rejectedOf(customers), ...rejectedOf(cards)],
    kept: [...cardRows.keys()].filter((key) => !cards.has(key)).length,
    differences,
  };
}

const CUSTOMERS = `SELECT id::text, name, email, region, balance::text, orders::text, vip::text,
  to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS created_at FROM customers`;
const CARDS = `SELECT shop, number, holder, points::text, worth::text FROM cards`;

/** `isExtra` tells whether a row whose key stands for nothing has no right to be there. */
function differencesOf(
  expected: ReadonlyMap<string, Expected>,
  rows: ReadonlyMap<string, Row>,
  isExtra: (key: string) => boolean,
): string[] {
  const found: string[] = [];
  for (const [key, want] of expected) {
    const row = rows.get(key);
    if (want === "rejected" || (want === "none" && row === undefined)) continue;
    if (want === "none") found.push(`${key}: a row that should not be there: ${JSON.stringify(row)}`);
    else if (row === undefined) found.push(`${key}: no row; expected ${JSON.stringify(want)}`);
    else if (JSON.stringify(row) !== JSON.stringify(want))
      found.push(`${key}: ${JSON.stringify(row)}; expected ${JSON.stringify(want)}`);
  }
  for (const key of rows.keys()) {
    if (!expected.has(key) && isExtra(key)) found.push(`${key}: a row whose key is gone`);
  }
  return found;
}

function rejectedOf(expected: ReadonlyMap<string, Expected>): string[] {
  return [...expected].filter(([, want]) => want === "rejected").map(([key]) => key);
}

async function rowsOf(
  database: pg.Client | pg.Pool,
  query: string,
  keyOf: (row: Row) => string,
): Promise<Map<string, Row>> {
  const { rows } = await database.query<Row>(query);
  return new Map(rows.map((row) => [keyOf(row), { ...row }]));
}

async function expectedRows(
  redis: Redis,
  pattern: string,
  expect: (key: string, fields: Fields) => Expected,
): Promise<Map<string, Expected>> {
  const expected = new Map<string, Expected>();
  let cursor = "0";
  do {
    const [next, keys] = await redis.scanBuffer(cursor, "MATCH", pattern, "COUNT", 1000);
    const replies = await redis.pipeline(keys.map((key) => ["hgetallBuffer", key])).exec();
    keys.forEach((key, index) => {
      const [error, reply] = replies?.[index] ?? [];
      const fields = new Map<string, Buffer>(error || !reply ? [] : Object.entries(reply as Record<string, Buffer>));
      const name = key.toString("latin1");
      const want = fields.size === 0 ? "none" : expect(name, fields);
      expected.set(key.toString("utf8"), want);
    });
    cursor = next.toString();
  } while (cursor !== "0");
  return expected;
}

/** A value that a column refuses. */
class Refused extends Error {}

function guarded(make: () => Row | "none"): Expected {
  try {
    return make();
  } catch (thrown: unknown) {
    if (thrown instanceof Refused) return "rejected";
    throw thrown;
  }
}

function expectedCustomer(key: string, fields: Fields): Expected {
  const id = /^customer:(0|-?[1-9][0-9]*)$/.exec(key)?.[1];
  if (id === undefined) return "none";
  return guarded(() => {
    if (text(fields, "region") === "test") return "none";
    if (Math.abs(Number(id)) > 2147483647) throw new Refused("id");
    const first = text(fields, "fname");
    const last = text(fields, "lname");
    const name = first === null || last === null ? null : `${first} ${last}`.replace(/^ +| +$/g, "");
    if (name === null || [...name].length > 120) throw new Refused("name");
    const email = text(fields, "email");
    if (email === null) throw new Refused("email");
    const balance = decimal(fields, "balance", 2, "0");
    if (balance !== null && Number(balance) < -1000) throw new Refused("balance_covers_credit");
    const created = whole(fields, "created", null);
    if (created === null) throw new Refused("created_at");
    return {
      id,
      name,
      email: email.toLowerCase(),
      region: text(fields, "region"),
      balance,
      orders: whole(fields, "orders", "0", 2147483647n),
      vip: yesOrNo(fields, "vip"),
      created_at: `${new Date(Number(created)).toISOString().replace("T", " ").replace("Z", "")}000`,
    };
  });
}

function expectedCard(key: string, fields: Fields): Expected {
  const match = /^card:([^:]+):([^:]+)$/.exec(key);
  if (match === null) return "none";
  return guarded(() => {
    const points = whole(fields, "points", "0");
    return {
      shop: utf8(Buffer.from(match[1] ?? "", "latin1")),
      number: utf8(Buffer.from(match[2] ?? "", "latin1")),
      holder: text(fields, "holder"),
      points,
      worth: thousandths(BigInt(points ?? "0") * 5n),
    };
  });
}

function utf8(bytes: Buffer): string {
  const decoded = bytes.toString("utf8");
  if (!Buffer.from(decoded, "utf8").equals(bytes) || decoded.includes("\0")) throw new Refused("text");
  return decoded;
}

function text(fields: Fields, name: string): string | null {
  const bytes = fields.get(name);
  return bytes === undefined ? null : utf8(bytes);
}

function whole(fields: Fields, name: string, missing: string | null, most = 9223372036854775807n): string | null {
  const digits = text(fields, name) ?? missing;
  if (digits === null) return null;
  if (!/^-?[0-9]+$/.test(digits)) throw new Refused(name);
  if (BigInt(digits) > most || BigInt(digits) < -most - 1n) throw new Refused(name);
  return BigInt(digits).toString();
}

function decimal(fields: Fields, name: string, scale: number, missing: string): string | null {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text(fields, name) ?? missing);
  if (match === null) throw new Refused(name);
  const [, sign = "", units = "", fraction = ""] = match;
  const kept = fraction.replace(/0+$/, "");
  if (kept.length > scale || units.replace(/^0+/, "").length > 12 - scale) throw new Refused(name);
  const digits = `${BigInt(units)}.${kept.padEnd(scale, "0")}`;
  return /^[0.]*$/.test(digits) ? digits : `${sign}${digits}`;
}

function thousandths(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(4, "0");
  if (digits.length > 14) throw new Refused("worth");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

function yesOrNo(fields: Fields, name: string): string {
  const word = text(fields, name) ?? "false";
  if (["true", "t", "yes", "y", "on", "1"].includes(word)) return "true";
  if (["false", "f", "no", "n", "off", "0"].includes(word)) return "false";
  throw new Refused(name);
}
