/** What is read out of a CREATE TABLE, compared with what SQLite itself makes of it. */
import Libsql from "libsql";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readTableText } from "../../../runtime/sinks/sqlite/table-text.ts";
import { random, type Random } from "../../support/random.ts";

function columns(sql: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...readTableText(sql).columns].map(([name, { collation, length }]) => [name, [collation, length]]),
  );
}

test("collations and lengths are read, whatever stands around them", () => {
  const sql = `CREATE TABLE "odd (name" ( -- a, comment (
    id INTEGER PRIMARY KEY,
    "a,b" TEXT COLLATE nocase NOT NULL, /* c TEXT COLLATE NOCASE, */
    [c d] TEXT NOT NULL CHECK (length([c d]) <= 20) DEFAULT ('x, COLLATE y'),
    \`e\` TEXT CHECK (LENGTH(E)<=7) CHECK (length(e) <= 5) COLLATE "RTRIM",
    f TEXT CHECK (length(f) < 5),
    g TEXT CHECK (length(g) <= 5 OR g = 'x'),
    h TEXT AS (a || ' COLLATE NOCASE'),
    "check" TEXT,
    CONSTRAINT c1 CHECK (length(f) <= 9),
    UNIQUE ("a,b")
  ) STRICT`;
  assert.equal(columns(sql), {
    id: [undefined, undefined],
    "a,b": ["NOCASE", undefined],
    "c d": [undefined, 20],
    e: ["RTRIM", 5],
    f: [undefined, 9],
    g: [undefined, undefined],
    h: [undefined, undefined],
    check: [undefined, undefined],
  });
});

test("foreign keys that are looked at by COMMIT are told from others", () => {
  const sql = `CREATE TABLE t (
    a INT REFERENCES p,
    b INT REFERENCES p (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    c INT REFERENCES p DEFERRABLE INITIALLY IMMEDIATE,
    d INT REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (a, b) REFERENCES q (x, y) DEFERRABLE INITIALLY DEFERRED
  )`;
  assert.equal(readTableText(sql).deferred, [false, true, false, false, true]);
});

test("of random tables the collation that is read is the one that SQLite compares with", () => {
  const r = random();
  for (let round = 0; round < 300; round++) {
    const names = r.shuffle(["a", "b c", 'd"d', "select", "É", "x,y", "(z"]).slice(0, r.int(1, 5));
    const lines = names.map((name) => `${quoted(name, r)} TEXT${clauses(r)}`);
    const database = new Libsql(":memory:");
    database.exec(`CREATE TABLE t (${lines.join(r.pick([",", " , -- x,\n", ",/*,(*/"]))})`);
    const [row]: unknown[] = database.prepare("SELECT sql FROM sqlite_schema WHERE name = 't'").raw().all();
    const sql = String(Array.isArray(row) ? row[0] : "");
    const { columns: found } = readTableText(sql);
    assert.is(found.size, names.length, `${sql} seed ${r.seed}`);
    for (const name of names) {
      const read = found.get(name.toLowerCase())?.collation ?? "BINARY";
      assert.is(read, comparedWith(database, name), `${name} of ${sql}, seed ${r.seed}`);
    }
    database.close();
  }
});

function quoted(name: string, r: Random): string {
  const forms = [`"${name.replaceAll('"', '""')}"`, `\`${name}\``, `[${name}]`];
  return r.pick(forms);
}

function clauses(r: Random): string {
  const all = [
    "NOT NULL",
    "COLLATE NOCASE",
    "collate 'rtrim'",
    "CHECK (1 <> 'COLLATE NOCASE')",
    "DEFAULT 'COLLATE NOCASE'",
  ];
  return r
    .shuffle(all)
    .slice(0, r.int(0, 2))
    .map((clause) => ` ${clause}`)
    .join(r.pick(["", " /* COLLATE NOCASE */ "]));
}

/** EXPLAIN names the collation of a comparison: `NOCASE-8`. */
function comparedWith(database: Libsql.Database, name: string): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  const rows: unknown[] = database.prepare(`EXPLAIN SELECT 1 FROM t WHERE +${column} = 'x'`).raw().all();
  const [found] = rows.flatMap((row) =>
    Array.isArray(row) && /^(Eq|Ne)$/.test(String(row[1])) ? [String(row[5])] : [],
  );
  return (/^[A-Z]+/i.exec(found ?? "BINARY-8")?.[0] ?? "BINARY").toUpperCase();
}

test.run();
