/** Every type at its edges and at random, written as a batch, against one plain INSERT a row. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Exact } from "../../runtime/values/exact.ts";
import { exact } from "../../runtime/values/exact.ts";
import {
  instant,
  localDate,
  localDateTime,
  localTime,
  type Instant,
  type LocalDate,
  type LocalDateTime,
  type LocalTime,
} from "../../runtime/values/instant.ts";
import * as postgres from "../../runtime/sinks/postgres/arrays.ts";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import type { LaneSession } from "../../runtime/sinks/sink.ts";
import { statement, table, write } from "../runtime/sinks/hand-written-tables.ts";
import { freshDatabase, postgresServer, type TestDatabase } from "../support/postgres.ts";
import { random, type Random } from "../support/random.ts";

interface Row {
  readonly id: number;
  readonly si: number | null;
  readonly bi: bigint | null;
  readonly nu: Exact | null;
  readonly re: number | null;
  readonly db: number | null;
  readonly bo: boolean | null;
  readonly tx: string | null;
  readonly ch: string | null;
  readonly js: string | null;
  readonly jb: string | null;
  readonly by: Buffer | null;
  readonly da: LocalDate | null;
  readonly ti: LocalTime | null;
  readonly ts: LocalDateTime | null;
  readonly tz: Instant | null;
}

const COLUMNS =
  "id int PRIMARY KEY, si smallint, bi bigint, nu numeric, re real, db double precision, bo boolean, tx text, ch char(5), js json, jb jsonb, by bytea, da date, ti time, ts timestamp, tz timestamptz";
const NAMES = ["id", "si", "bi", "nu", "re", "db", "bo", "tx", "ch", "js", "jb", "by", "da", "ti", "ts", "tz"];
const ARRAYS = [
  "int4",
  "int2",
  "int8",
  "numeric",
  "float4",
  "float8",
  "bool",
  "text",
  "text",
  "json",
  "text",
  "bytea",
  "date",
  "time",
  "timestamp",
  "timestamptz",
];
const COMPARED = NAMES.slice(1).map((name) => ({
  name,
  how: /^(nu|re|db|js|jb)$/.test(name) ? "::text" : /^(tx|ch)$/.test(name) ? ' COLLATE "C"' : "",
}));

const quoted = NAMES.map((name) => `"${name}"`).join(", ");
const selected = NAMES.map((name) => (name === "jb" ? 'i."jb"::jsonb' : `i."${name}"`)).join(", ");
const compared = (side: string): string => COMPARED.map(({ name, how }) => `${side}."${name}"${how}`).join(", ");

const batch = table<Row>({
  table: "batch",
  columns: { id: "int" },
  key: ["id"],
  owner: ["id"],
  insert: statement(
    "batch_insert",
    `INSERT INTO "batch" AS t (${quoted}) SELECT ${selected} FROM unnest(${ARRAYS.map((type, at) => `$${at + 1}::${type}[]`).join(", ")}) AS i(${quoted})`,
    (rows: readonly Row[]) => [
      postgres.int(rows.map(({ id }) => id)),
      postgres.smallint(rows.map(({ si }) => si)),
      postgres.bigint(rows.map(({ bi }) => bi)),
      postgres.numeric(rows.map(({ nu }) => nu)),
      postgres.real(rows.map(({ re }) => re)),
      postgres.double(rows.map(({ db }) => db)),
      postgres.boolean(rows.map(({ bo }) => bo)),
      postgres.text(rows.map(({ tx }) => tx)),
      postgres.text(rows.map(({ ch }) => ch)),
      postgres.text(rows.map(({ js }) => js)),
      postgres.text(rows.map(({ jb }) => jb)),
      postgres.bytes(rows.map(({ by }) => by)),
      postgres.date(rows.map(({ da }) => da)),
      postgres.time(rows.map(({ ti }) => ti)),
      postgres.timestamp(rows.map(({ ts }) => ts)),
      postgres.timestamptz(rows.map(({ tz }) => tz)),
    ],
  ),
  changes: `ON CONFLICT ("id") DO UPDATE SET ${NAMES.slice(1)
    .map((name) => `"${name}" = excluded."${name}"`)
    .join(", ")} WHERE (${compared("t")}) IS DISTINCT FROM (${compared("excluded")})`,
});

/** Times as microseconds, added by the server: nothing of the product's formatting is used. */
const PLAIN = `INSERT INTO plain VALUES ($1, $2, $3::bigint, $4::numeric, $5::text::real, $6::text::double precision, $7, $8, $9, $10, $11, $12,
  date '1970-01-01' + $13::int, CASE WHEN $14::bigint = 86400000000 THEN time '24:00' ELSE time '00:00' + $14::bigint * interval '1 microsecond' END,
  CASE WHEN $15::numeric IS NOT NULL THEN timestamp '1970-01-01' + div($15::numeric, 86400000000)::int * interval '1 day' + mod($15::numeric, 86400000000)::bigint * interval '1 microsecond' END,
  CASE WHEN $16::numeric IS NOT NULL THEN (timestamp '1970-01-01' + div($16::numeric, 86400000000)::int * interval '1 day' + mod($16::numeric, 86400000000)::bigint * interval '1 microsecond') AT TIME ZONE 'UTC' END)`;

function plainValues(row: Row): readonly unknown[] {
  const micros = [row.ti, row.ts, row.tz].map((value) => value?.toString() ?? null);
  const floats = [row.re, row.db].map((value) => (value === null ? null : Object.is(value, -0) ? "-0" : String(value)));
  return [
    row.id,
    row.si,
    row.bi?.toString(),
    row.nu?.toFixed(),
    ...floats,
    row.bo,
    row.tx,
    row.ch,
    row.js,
    row.jb,
    row.by,
    row.da,
    ...micros,
  ];
}

const TEXTS = [
  "",
  "NULL",
  "null",
  '"',
  "\\",
  '\\"',
  "{",
  "}",
  ",",
  "{a,b}",
  "'",
  "\n",
  "\r\n",
  "\t",
  " ",
  " x ",
  "\u00e9",
  "e\u0301",
  "😀",
  "👩‍👩‍👧",
  "\u{10ffff}",
  "\u0001",
  "$1",
  "--",
  "\\x00",
];
const NUMBERS = [
  "0",
  "1",
  "-1",
  "0.1",
  "1e-30",
  "12345678901234567890123456789012345678",
  "-0.12345678901234567890123456789012345678",
  "1e100",
  "9007199254740993",
];
const FLOATS = [0, -0, NaN, Infinity, -Infinity, 0.1, 1e308, 5e-324, -1.5, 1 / 3, 2 ** 53];
const BIGINTS = [0n, 9223372036854775807n, -9223372036854775808n, 9007199254740993n];
const MICROS = [
  0n,
  1n,
  -1n,
  999_999n,
  -62_135_596_800_000_000n,
  -62_135_596_800_000_001n,
  253_402_300_799_999_999n,
  253_402_300_800_000_000n,
  -210_866_803_200_000_000n,
  9_224_318_015_999_999_999n,
];
const JSONS = ["1.0", "1", '{"a":1,"b":[]}', '{"b":[],"a":1}', '"\\u00e9\\n\\"{}"', "null", "[]"];

function randomRow(id: number, r: Random): Row {
  const maybe = <Value>(value: Value): Value | null => (r.chance(0.15) ? null : value);
  const micros = (): bigint => (r.chance(0.5) ? r.pick(MICROS) : BigInt(r.int(-1e15, 4e15)));
  return {
    id,
    si: maybe(r.pick([0, 32767, -32768, r.int(-1000, 1000)])),
    bi: maybe(r.pick([...BIGINTS, BigInt(r.int(-1e12, 1e12))])),
    nu: maybe(exact(r.pick([...NUMBERS, `${r.int(-1e12, 1e12)}.${r.int(0, 1e9)}`]))),
    re: maybe(Math.fround(r.pick([0, -0, NaN, Infinity, 0.1, 1 / 3, 3.4e38, 1.4e-45, r.next()]))),
    db: maybe(r.pick([...FLOATS, r.next() * 10 ** r.int(-300, 300)])),
    bo: maybe(r.chance(0.5)),
    tx: maybe(Array.from({ length: r.int(0, 4) }, () => r.pick(TEXTS)).join("")),
    ch: maybe(r.pick(["", "a", "ab  ", "é", "NULL", '"\\{},'.slice(0, 5)])),
    js: maybe(r.pick(JSONS)),
    jb: maybe(r.pick(JSONS)),
    by: maybe(r.pick([Buffer.alloc(0), Buffer.from([0]), Buffer.from("\\x00"), r.bytes(r.int(1, 40))])),
    da: maybe(
      localDate(
        r.pick([
          0,
          -1,
          -719_162,
          -719_163,
          -2_440_588,
          2_932_896,
          2_932_897,
          2_145_031_948,
          r.int(-800_000, 3_000_000),
        ]),
      ),
    ),
    ti: maybe(localTime(r.pick([0n, 1n, 86_399_999_999n, 86_400_000_000n, BigInt(r.int(0, 86_399_999_999))]))),
    ts: maybe(localDateTime(micros())),
    tz: maybe(instant(micros())),
  };
}

async function withSession(run: (database: TestDatabase, session: LaneSession) => Promise<void>): Promise<void> {
  const server = await postgresServer();
  const database = await freshDatabase(server, `CREATE TABLE batch (${COLUMNS}); CREATE TABLE plain (${COLUMNS});`);
  const sink = createPostgresSink({ name: "db", url: database.url, schema: undefined });
  await sink.prepare([]);
  const session = await sink.openLane({
    project: "test",
    route: "values.db",
    lane: 0,
    source: "redis-1",
    release: "r1",
  });
  await session.claim();
  try {
    await run(database, session);
  } finally {
    await session.close();
    await sink.close();
    await database.close();
    await server.remove();
  }
}

test("batches of all types hold what plain inserts hold, and equal batches write nothing", () =>
  withSession(async (database, session) => {
    const r = random();
    for (let round = 0; round < 4; round++) {
      const rows = Array.from({ length: 100 }, (_, id) => randomRow(id, r));
      const commit = (): Promise<unknown> =>
        session.commit({ tables: [write(batch, rows)], mode: "upsert", readAt: undefined });
      await commit();
      await database.query("TRUNCATE plain");
      for (const row of rows) await database.query(PLAIN, plainValues(row));
      const different =
        "SELECT b::text AS batch, p::text AS plain FROM batch AS b FULL JOIN plain AS p USING (id) WHERE b::text IS DISTINCT FROM p::text";
      assert.equal(await database.query(different), [], `round ${round}, seed ${r.seed}`);
      assert.equal(await database.query("SELECT count(*) FROM batch"), [{ count: "100" }]);
      assert.equal(
        await commit(),
        { kind: "committed", seq: BigInt(2 * round + 2), upserted: 0, removed: 0 },
        `seed ${r.seed}`,
      );
    }
  }));

test("a difference that = does not see is written", () =>
  withSession(async (database, session) => {
    const nothing = {
      id: 1,
      si: null,
      bi: null,
      nu: null,
      re: null,
      db: null,
      bo: null,
      tx: null,
      ch: null,
      js: null,
      jb: null,
      by: null,
      da: null,
      ti: null,
      ts: null,
      tz: null,
    };
    const pairs: readonly (readonly [Partial<Row>, Partial<Row>])[] = [
      [{ db: 0 }, { db: -0 }],
      [{ re: 0 }, { re: -0 }],
      [{ jb: "1" }, { jb: "1.0" }],
      [{ js: '{"a":1}' }, { js: '{ "a":1}' }],
      [{ tx: null }, { tx: "" }],
      [{ tx: "\u00e9" }, { tx: "e\u0301" }],
      [{ tx: "a" }, { tx: "A" }],
    ];
    for (const pair of pairs) {
      for (const half of pair) {
        const rows: readonly Row[] = [{ ...nothing, ...half }];
        const result = await session.commit({ tables: [write(batch, rows)], mode: "upsert", readAt: undefined });
        assert.is(result.kind === "committed" && result.upserted, 1, JSON.stringify(half));
      }
    }
    await database.query("UPDATE batch SET nu = 1.00");
    const one: readonly Row[] = [{ ...nothing, tx: "A", nu: exact("1") }];
    await session.commit({ tables: [write(batch, one)], mode: "upsert", readAt: undefined });
    assert.equal(await database.query("SELECT nu FROM batch"), [{ nu: "1" }]);
  }));

test.run();
