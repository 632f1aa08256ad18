/** Errors as the driver throws them, and the classes that they belong to. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Libsql from "libsql";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Table } from "../../../runtime/job.ts";
import { sinkError } from "../../../runtime/sinks/sqlite/error-classes.ts";
import { withoutValues } from "../../../runtime/sinks/sqlite/sensitive.ts";
import { SinkError, type SinkErrorClass } from "../../../runtime/sinks/sink.ts";
import { temporaryFolder } from "../../setup/servers.mjs";

const SCHEMA = `
PRAGMA foreign_keys = ON;
CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE t (
  a INTEGER NOT NULL, b TEXT CHECK (length(b) <= 3), c TEXT, d TEXT, p INTEGER REFERENCES p, s TEXT CONSTRAINT positive CHECK (s > 'a'),
  e INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (a), UNIQUE (c, d)
) STRICT;
CREATE TABLE loose (id INTEGER PRIMARY KEY, "odd.name" TEXT NOT NULL);
CREATE TRIGGER refuses BEFORE INSERT ON t WHEN new.c = 's3cret' BEGIN SELECT RAISE(ABORT, 'no s3cret here'); END;
INSERT INTO t (a, c, d) VALUES (1, 'c', 'd');`;

const database = new Libsql(":memory:");
database.exec(SCHEMA);

function errorOf(work: () => unknown): SinkError {
  try {
    work();
  } catch (thrown) {
    return sinkError(thrown, "job.upsert");
  }
  throw new Error("nothing was thrown");
}

const statement = "job.upsert";

const thrown: readonly (readonly [string, SinkErrorClass, string, SinkError["place"]])[] = [
  ["INSERT INTO t (a) VALUES (1)", "order", "SQLITE_CONSTRAINT_PRIMARYKEY", { statement, table: "t", constraint: "a" }],
  [
    "INSERT INTO t (a, c, d) VALUES (2, 'c', 'd')",
    "order",
    "SQLITE_CONSTRAINT_UNIQUE",
    { statement, table: "t", constraint: "c, d" },
  ],
  ["INSERT INTO t (a, p) VALUES (2, 9)", "order", "SQLITE_CONSTRAINT_FOREIGNKEY", { statement }],
  ["UPDATE t SET e = NULL", "data", "SQLITE_CONSTRAINT_NOTNULL", { statement, table: "t", column: "e" }],
  ["UPDATE t SET a = NULL", "data", "SQLITE_MISMATCH", { statement }],
  [
    `INSERT INTO loose ("odd.name") VALUES (NULL)`,
    "data",
    "SQLITE_CONSTRAINT_NOTNULL",
    { statement, table: "loose", column: "odd.name" },
  ],
  ["UPDATE t SET b = 'long'", "data", "SQLITE_CONSTRAINT_CHECK", { statement, constraint: "length(b) <= 3" }],
  ["UPDATE t SET s = 'a'", "data", "SQLITE_CONSTRAINT_CHECK", { statement, constraint: "positive" }],
  [
    "INSERT INTO t (a, p) VALUES (2, 'x')",
    "data",
    "SQLITE_CONSTRAINT_DATATYPE",
    { statement, table: "t", column: "p" },
  ],
  ["INSERT INTO loose (id) VALUES ('x')", "data", "SQLITE_MISMATCH", { statement }],
  ["INSERT INTO t (a, c) VALUES (2, 's3cret')", "data", "SQLITE_CONSTRAINT_TRIGGER", { statement }],
  ["INSERT INTO gone VALUES (1)", "halt", "SQLITE_ERROR", { statement }],
  ["INSERT INTO t (gone) VALUES (1)", "halt", "SQLITE_ERROR", { statement }],
];

for (const [text, kind, code, place] of thrown) {
  test(`${code} of ${text} is of the class ${kind}`, () => {
    const error = errorOf(() => database.prepare(text).run());
    assert.equal([error.class, error.serverCode, error.place], [kind, code, place], error.message);
  });
}

const classes: readonly (readonly [SinkErrorClass, readonly number[]])[] = [
  ["connection", [5, 261, 517, 6, 262, 7, 9, 10, 266, 1802, 14, 15, 17, 1032]],
  ["data", [18, 20, 275, 1299, 1811, 3091]],
  ["order", [787, 1555, 2067, 2579]],
  ["halt", [1, 2, 3, 8, 264, 11, 267, 13, 19, 2323, 21, 23, 25, 26, 4711]],
];

for (const [kind, codes] of classes) {
  test(`${codes.join(", ")} are of the class ${kind}`, () => {
    for (const rawCode of codes) {
      const error = sinkError(Object.assign(new Error("says SQLite"), { rawCode }), "x");
      assert.is(error.class, kind, String(rawCode));
    }
  });
}

test("a file that can't be opened, one that is no database, and a closed connection are told apart", () => {
  const folder = temporaryFolder("rdi-files-");
  const gone = errorOf(() => new Libsql(join(folder, "no", "such.db")));
  assert.equal([gone.class, gone.serverCode], ["connection", "SQLITE_CANTOPEN"]);
  assert.not.ok(gone.message.includes(folder));
  writeFileSync(join(folder, "text.db"), "this is no database".repeat(100));
  const other = errorOf(() => new Libsql(join(folder, "text.db")).prepare("SELECT * FROM t").all());
  assert.equal([other.class, other.serverCode], ["halt", "SQLITE_NOTADB"]);
  const closed = new Libsql(":memory:");
  closed.close();
  assert.is(errorOf(() => closed.exec("SELECT 1")).class, "connection");
});

test("what is no error of SQLite halts, and a SinkError stays what it is", () => {
  assert.is(sinkError(new TypeError("a mistake of ours"), "x").class, "halt");
  const error = new SinkError("fenced", "", "fenced");
  assert.is(sinkError(error, "x"), error);
});

test("the message of a trigger is not shown where a column is sensitive", () => {
  const error = errorOf(() => database.prepare("INSERT INTO t (a, c) VALUES (2, 's3cret')").run());
  assert.match(error.message, /s3cret/);
  const table = { columns: [{ name: "c", type: "text", notNull: false, sensitive: true }] } as unknown as Table;
  const shown = withoutValues(error, table);
  assert.not.match(`${shown.message} ${String(shown.cause)}`, /s3cret/);
  assert.is(shown.class, "data");
});

test.after(() => void database.close());

test.run();
