/** `history into`, on a real PostgreSQL. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exact } from "../../runtime/values/exact.ts";
import { instant } from "../../runtime/values/instant.ts";
import { JsonNumber, type Json } from "../../runtime/values/json.ts";
import type { Shape } from "../compiler/sql/shapes.ts";
import type { TestDatabase } from "../support/postgres.ts";
import { random, type Random } from "../support/random.ts";
import { endServer, shapeOf, withTable } from "./shape-bench.ts";

test.after(endServer);

const price = (sku: string, value: string): object => ({ sku, price: exact(value) });

test("a version that is equal is not written, with other digits neither", () =>
  withTable(shapeOf("history"), async ({ database, commit }) => {
    await commit([price("a", "1.5"), price("b", "2")]);
    const before = await database.query("SELECT ctid::text, xmin::text, * FROM t ORDER BY sku");
    const result = await commit([price("a", "1.50"), price("b", "2")]);
    assert.is(result.kind === "committed" && result.upserted, 0);
    assert.equal(await database.query("SELECT ctid::text, xmin::text, * FROM t ORDER BY sku"), before);
  }));

test("a new version begins at the instant at which the old one ends", () =>
  withTable(shapeOf("history"), async ({ database, commit }) => {
    await commit([price("a", "1")]);
    await commit([price("a", "2")]);
    assert.equal(
      await database.query(
        `SELECT old.price AS old, new.price AS new, old.valid_to = new.valid_from AS meets, old.current AS was, new.current AS is, new.valid_to
FROM t AS old JOIN t AS new ON old.price = 1 AND new.price = 2`,
      ),
      [{ old: "1.00", new: "2.00", meets: "t", was: "f", is: "t", valid_to: null }],
    );
  }));

test("a version that begins later than the target's clock lasts a microsecond", () =>
  withTable(shapeOf("history"), async ({ database, commit }) => {
    await commit([price("a", "1")]);
    await database.query("UPDATE t SET valid_from = '2200-01-01 00:00:00+00'");
    await commit([price("a", "2")]);
    await commit([price("a", "3")]);
    await commit([], [{ sku: "a" }], [{ sku: "a" }]);
    await commit([price("a", "4")]);
    assert.equal(
      await database.query(
        "SELECT price, extract(microseconds FROM valid_from)::int AS from, extract(microseconds FROM valid_to)::int AS to FROM t ORDER BY valid_from",
      ),
      [
        { price: "1.00", from: "0", to: "1" },
        { price: "2.00", from: "1", to: "2" },
        { price: "3.00", from: "2", to: "3" },
        { price: "4.00", from: "3", to: null },
      ],
    );
  }));

test("a key that is gone closes its version, and is not listed any more", () =>
  withTable(shapeOf("history"), async ({ database, commit, owners }) => {
    await commit([price("a", "1"), price("b", "1")]);
    await commit([], [{ sku: "a" }], [{ sku: "a" }]);
    assert.equal(await database.query("SELECT sku, current, valid_to IS NULL AS open FROM t ORDER BY sku"), [
      { sku: "a", current: "f", open: "f" },
      { sku: "b", current: "t", open: "t" },
    ]);
    assert.equal(await owners(), [["b"]]);
  }));

test("on delete keep leaves the version open, and a key that returns unchanged has one version", () =>
  withTable(shapeOf("history-keep"), async ({ database, commit, table }) => {
    const row = { sku: "a", price: 1.5, seen_at: instant(1n) };
    await commit([row]);
    assert.equal([table.removals, table.moved, table.owners], [[], [], undefined]);
    await commit([{ ...row, seen_at: instant(2n) }]);
    assert.equal(await database.query("SELECT price, t FROM t"), [{ price: "1.5", t: null }]);
  }));

test("the rows of an expired key stay open where they are kept, those of a deleted one are closed", () =>
  withTable(shapeOf("history-moved"), async ({ database, commit, owners }) => {
    const at = (seconds: number): object => ({
      redis_key: `k${seconds}`,
      no: `n${seconds}`,
      expires_at: instant(BigInt(seconds) * 1_000_000n),
    });
    const keys = ["k10", "k20", "k"].map((redis_key) => ({ redis_key, expired: null }));
    await commit([at(10), at(20), { redis_key: "k", no: "n", expires_at: null }], keys);
    const gone = ["k10", "k20", "k"].map((redis_key) => ({ redis_key, expired: instant(15_000_000n) }));
    await commit([], gone, gone);
    assert.equal(await database.query("SELECT no, valid_to IS NULL AS open FROM t ORDER BY no"), [
      { no: "n", open: "f" },
      { no: "n10", open: "t" },
      { no: "n20", open: "f" },
    ]);
    assert.equal(await owners(), [], "what is kept is not listed");
  }));

test("an open version of another key is a collision, a closed one is not", () =>
  withTable(payloadShape(), async ({ commit }) => {
    const row = (redis_key: string): object => ({ redis_key, no: "n", price: exact("1") });
    await commit([row("a")]);
    const refused = await commit([row("b")]);
    assert.equal(refused.kind === "collided" && refused.collisions.map(({ ownerKey }) => ownerKey), ["a"]);
    await commit([], [{ redis_key: "a" }], [{ redis_key: "a" }]);
    assert.is((await commit([row("b")])).kind, "committed");
  }));

interface Version {
  readonly no: string;
  readonly redis_key: string;
  readonly price: number;
  /** Closed by a successor of the same row, or by its key. */
  end: "open" | "replaced" | "gone";
}

test("the versions are those of a model, whatever the order of states", () =>
  withTable(payloadShape(), async (bench) => {
    const r = random();
    const versions: Version[] = [];
    for (let round = 0; round < 60; round++) {
      const keys = ["a", "b", "c", "d"].filter(() => r.chance(0.6));
      const rows = randomRows(keys, versions, r);
      const owners = keys.map((redis_key) => ({ redis_key }));
      const absent = owners.filter(({ redis_key }) => !rows.some((row) => row.redis_key === redis_key));
      const given = rows.map((row) => ({ ...row, price: exact(String(row.price)) }));
      const result = await bench.commit(given, owners, absent);
      assert.is(result.kind, "committed", `round ${round}, seed ${r.seed}`);
      advance(versions, keys, rows);
      const inOrder = [...versions].sort((one, other) => (one.no < other.no ? -1 : one.no > other.no ? 1 : 0));
      assert.equal(await versionsOf(bench.database, inOrder), inOrder, `round ${round}, seed ${r.seed}`);
      assert.equal(await badTimes(bench.database), [], `round ${round}, seed ${r.seed}`);
      if (r.chance(0.2)) await setClockBack(bench.database);
    }
  }));

/** As if all that happened just now had happened an hour from now. */
async function setClockBack(database: TestDatabase): Promise<void> {
  await database.query(`UPDATE t SET valid_from = CASE WHEN t.valid_to IS NULL THEN now() + interval '1 hour' ELSE t.valid_from END,
  valid_to = CASE WHEN t.valid_to IS NULL THEN NULL ELSE now() + interval '1 hour' END
FROM (SELECT no, valid_from FROM t WHERE valid_to IS NULL AND valid_from < now()) AS o
WHERE t.no = o.no AND (t.valid_to IS NULL OR t.valid_to = o.valid_from)`);
}

type Row = Pick<Version, "no" | "redis_key" | "price">;

/** Numbers that keys outside of the batch hold are left to them. */
function randomRows(keys: readonly string[], versions: readonly Version[], r: Random): readonly Row[] {
  const held = versions.filter(({ end, redis_key }) => end === "open" && !keys.includes(redis_key));
  const free = ["n1", "n2", "n3", "n4", "n5"].filter((no) => !held.some((version) => version.no === no));
  if (keys.length === 0) return [];
  return free.filter(() => r.chance(0.6)).map((no) => ({ no, redis_key: r.pick(keys), price: r.int(1, 2) }));
}

function advance(versions: Version[], keys: readonly string[], rows: readonly Row[]): void {
  for (const version of versions) {
    if (version.end !== "open" || !keys.includes(version.redis_key)) continue;
    const same = rows.find(({ no, redis_key }) => no === version.no && redis_key === version.redis_key);
    if (same?.price !== version.price) version.end = rows.some(({ no }) => no === version.no) ? "replaced" : "gone";
  }
  for (const row of rows) {
    if (!versions.some(({ no, end }) => no === row.no && end === "open")) versions.push({ ...row, end: "open" });
  }
}

/**
 * A version was replaced when the next one begins where it ends. After the clock was set back so does one that comes later: where the
 * model says that the version was closed by its key, both will do.
 */
async function versionsOf(database: TestDatabase, model: readonly Version[]): Promise<readonly Version[]> {
  const rows = await database.query(
    `SELECT no, redis_key, price::int AS price, CASE WHEN valid_to IS NULL THEN 'open' WHEN valid_to = next THEN 'replaced' ELSE 'gone' END AS end
FROM (SELECT *, lead(valid_from) OVER (PARTITION BY no ORDER BY valid_from) AS next FROM t) AS v ORDER BY no, valid_from`,
  );
  return rows.map((row, at): Version => {
    const found = row["end"];
    const end = found === "replaced" && model[at]?.end === "gone" ? "gone" : found;
    if (end !== "open" && end !== "replaced" && end !== "gone") throw new Error(`no such end: ${end}`);
    return { no: String(row["no"]), redis_key: String(row["redis_key"]), price: Number(row["price"]), end };
  });
}

/** Versions that last no time, or begin before their predecessor ends. */
function badTimes(database: TestDatabase): Promise<readonly unknown[]> {
  return database.query(
    `SELECT * FROM (SELECT *, lag(valid_to, 1, '-infinity') OVER (PARTITION BY no ORDER BY valid_from) AS before FROM t) AS v
WHERE valid_to <= valid_from OR before IS NULL OR before > valid_from`,
  );
}

function payloadShape(): Shape {
  const shape = shapeOf("history-moved");
  const columns = shape.table.columns.map((column) =>
    column.name === "expires_at"
      ? { ...column, name: "price", type: { kind: "numeric", precision: 10, scale: 2 } as const }
      : column,
  );
  const ddl =
    "CREATE TABLE t (kind text, redis_key text, no text, price numeric(10,2), valid_from timestamptz, valid_to timestamptz, PRIMARY KEY (no, valid_from)); CREATE UNIQUE INDEX ON t (no) WHERE valid_to IS NULL";
  return { ...shape, ddl, table: { ...shape.table, columns, onExpire: undefined } };
}

test("columns of another type, or with other digits, are compared by their values", () =>
  withTable(shapeOf("history-types"), async ({ database, commit }) => {
    const r = random();
    for (let round = 0; round < 40; round++) {
      const rows = Array.from({ length: 20 }, (_, id) => randomTypes(BigInt(id), r));
      await commit(rows);
      const again = await commit(rows);
      assert.is(again.kind === "committed" && again.upserted, 0, `round ${round}, seed ${r.seed}`);
    }
    const [{ open } = {}] = await database.query("SELECT count(*) AS open FROM t WHERE valid_to IS NULL");
    assert.is(open, "20");
  }));

test("a difference in any column makes a version", () =>
  withTable(shapeOf("history-types"), async ({ commit }) => {
    const nothing = { id: 1n, ...Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`c${at + 1}`, null])) };
    const changes: readonly (readonly [string, unknown])[] = [
      ["c1", 1],
      ["c2", 9007199254740993n],
      ["c3", exact("1.0001")],
      ["c4", Math.fround(0.1)],
      ["c4", -0],
      ["c4", 0],
      ["c5", "a"],
      ["c6", "a"],
      ["c6", "A"],
      ["c7", new Map([["a", new JsonNumber("1")]])],
      ["c7", new Map([["a", new JsonNumber("1.0")]])],
      ["c8", new Map([["a", new JsonNumber("1")]])],
      ["c8", new Map([["a", new JsonNumber("1.0")]])],
      ["c9", "[1,5)"],
      ["c10", "1.5"],
      ["c11", Buffer.from([0])],
    ];
    for (const [column, value] of changes) {
      const result = await commit([{ ...nothing, [column]: value }]);
      assert.ok(result.kind === "committed" && result.upserted >= 1, column);
    }
  }));

function randomTypes(id: bigint, r: Random): object {
  const maybe = <Value>(value: Value): Value | null => (r.chance(0.2) ? null : value);
  return {
    id,
    c1: maybe(r.int(-3, 3)),
    c2: maybe(r.pick([0n, 9007199254740993n, -1n])),
    c3: maybe(exact(r.pick(["0", "1", "1.5", "1.2345", "99999999.9999"]))),
    c4: maybe(Math.fround(r.pick([0, -0, 0.1, NaN, Infinity, 1e30]))),
    c5: maybe(r.pick(["", "a", "a ", "NULL", "é"])),
    c6: maybe(r.pick(["", "a", "a ", "NULL", "é"])),
    c7: maybe(randomJson(r)),
    c8: maybe(randomJson(r)),
    c9: maybe(r.pick(["[1,5)", "[1,4]", "empty", "(,3]"])),
    c10: maybe(r.pick(["1.5", "1.50", "0", "999.99"])),
    c11: maybe(r.bytes(r.int(0, 3))),
  };
}

function randomJson(r: Random): Json {
  const number = new JsonNumber(r.pick(["1", "1.0", "1e2", "-0", "12345678901234567890.5"]));
  return r.pick<Json>([
    number,
    'a"\\\n',
    "",
    true,
    [number, null],
    new Map<string, Json | null>([
      ["b", number],
      ["a", null],
    ]),
  ]);
}

test.run();
