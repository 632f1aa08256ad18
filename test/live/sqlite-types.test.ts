/** Which columns keep which values: what the compiler and the worker say of each pair, and what SQLite does. */
import { join } from "node:path";
import Libsql from "libsql";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { closing } from "../../compiler/sql/ddl-closing.ts";
import { compareTable } from "../../compiler/schema/compare.ts";
import { lockOfFacts } from "../../compiler/schema/lock-of-facts.ts";
import type { ColumnType } from "../../compiler/plan/ir.ts";
import type { NeededTable } from "../../compiler/sql/ddl.ts";
import { neededTables } from "../../compiler/sql/needed-tables.ts";
import { sqliteDdl } from "../../compiler/sql/sqlite/ddl.ts";
import { introspect } from "../../runtime/introspect.ts";
import { fitOf } from "../../runtime/sinks/sqlite/column-types.ts";
import { readTable } from "../../runtime/sinks/sqlite/catalog.ts";
import { connect } from "../../runtime/sinks/sqlite/connection.ts";
import { kitProject } from "../conformance/project.ts";
import { temporaryFolder } from "../setup/servers.mjs";

/** By a `.rdi` type: values as they are bound, which a column that holds it must give back. */
const VALUES: readonly (readonly [string, ColumnType, readonly (string | number | bigint | Buffer)[]])[] = [
  ["smallint", { kind: "smallint" }, [-7n]],
  ["int", { kind: "int" }, [2147483647n]],
  ["bigint", { kind: "bigint" }, [9223372036854775807n, 5n]],
  ["numeric(12,2)", { kind: "numeric", precision: 12, scale: 2 }, ["12.5", "100", "9999999999.99"]],
  ["numeric", { kind: "numeric", precision: undefined, scale: undefined }, ["1234567890123456789012.5"]],
  ["real", { kind: "real" }, [0.5, 3]],
  ["double", { kind: "double" }, [0.1, 3, 1e300]],
  ["boolean", { kind: "boolean" }, [1n, 0n]],
  ["text", { kind: "text" }, ["7", "07", "1e5", " 7 ", "abc", "0x10"]],
  ["varchar(4)", { kind: "varchar", length: 4 }, ["7", "1.50", "abcd"]],
  ["char(4)", { kind: "char", length: 4 }, ["0070"]],
  ["uuid", { kind: "uuid" }, ["12345678-1234-1234-1234-123456789012", "00000000-0000-0000-0000-000000000000"]],
  ["json", { kind: "json" }, ["1.0", '{"a":1.0}', "7"]],
  ["date", { kind: "date" }, ["2024-01-31", "0001-01-01"]],
  ["time", { kind: "time" }, ["12:30:00.000000"]],
  ["timestamp", { kind: "timestamp" }, ["2024-01-31T12:30:00.000000"]],
  ["timestamptz", { kind: "timestamptz" }, ["2024-01-31T12:30:00.000000Z"]],
  ["bytes", { kind: "bytes" }, [Buffer.from("7"), Buffer.from([0, 255])]],
];

const STRICT = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY", "TEXT CHECK (length(c) <= 4)"];
const LOOSE = [
  ...[
    "",
    "INT",
    "BIGINT",
    "INTEGER",
    "REAL",
    "DOUBLE PRECISION",
    "FLOAT",
    "TEXT",
    "VARCHAR(2)",
    "CLOB",
    "NCHAR(9)",
    "BLOB",
  ],
  ...["NUMERIC", "DECIMAL(10,2)", "BOOLEAN", "DATE", "DATETIME", "TIMESTAMP", "UUID", "JSON", "ANY", "STRING", "POINT"],
  ...["TEXT CHECK (length(c) <= 4)", "VARCHAR(200) CHECK (length(c) <= 4)"],
];

for (const [declared, isStrict] of [
  ...STRICT.map((one) => [one, true] as const),
  ...LOOSE.map((one) => [one, false] as const),
]) {
  test(`what is said of a column ${declared || "without a type"}${isStrict ? " of a STRICT table" : ""} is what SQLite does`, async () => {
    const file = join(temporaryFolder("rdi-types-"), "types.db");
    const database = new Libsql(file);
    database.exec(`CREATE TABLE t (c ${declared})${isStrict ? " STRICT" : ""}`);
    const connection = await connect(file);
    const facts = readTable(connection, { schema: undefined, table: "t" })?.columns[0];
    if (facts === undefined) throw new Error("there is no column");
    const target = {
      name: "db",
      system: "sqlite",
      url: { kind: "constant", value: `file:${file}` },
      schema: undefined,
      options: {},
    } as const;
    const found = await introspect(target, [{ schema: undefined, table: "t" }], `file:${file}`);
    const stored = lockOfFacts(target, found).tables[0]?.columns[0];
    if (stored === undefined) throw new Error("the lock has no column");
    for (const [type, planned, values] of VALUES) {
      const worker = fitOf({ name: "c", type, notNull: false, sensitive: false }, facts);
      const compiler = sqliteDdl.fit(planned, stored, "rows");
      assert.is(worker.kind, compiler.kind, `${type} in ${facts.type}`);
      if (worker.kind === "fits")
        for (const value of values) assert.equal(kept(database, value), value, `${type} in ${facts.type}`);
    }
    connection.close();
    database.close();
  });
}

/** What comes back, of the same kind. */
function kept(database: Libsql.Database, value: string | number | bigint | Buffer): unknown {
  database.exec("DELETE FROM t");
  const expression = typeof value === "number" ? "CAST(?1 AS REAL)" : "?1";
  database.prepare(`INSERT INTO t SELECT ${expression}`).run([value]);
  const [row]: unknown[] = database.prepare("SELECT c, typeof(c) FROM t").safeIntegers(true).raw().all();
  const [cell, kind]: unknown[] = Array.isArray(row) ? row : [];
  const isFloat = typeof value === "number" && kind !== "real";
  return isFloat ? `${String(cell)} is ${String(kind)}` : cell;
}

const NOW = `job users { from hash "user:{id:int}" into db.users key (id) {
  id: bigint = @id, name: varchar(9) not null = name, ok: boolean = ok, mail: text = mail } }`;

test("what is missing is added by rdi ddl's statements, and what can't be changed is told in comments", async () => {
  const { plan, target } = await kitProject({ jobs: NOW, system: "sqlite" });
  const [table] = neededTables(plan, "db");
  if (table === undefined) throw new Error("there is no table");
  const file = join(temporaryFolder("rdi-ddl-"), "ddl.db");
  const database = new Libsql(file);
  database.exec("CREATE TABLE users (id INTEGER, name TEXT NOT NULL CHECK (length(name) <= 3), mail TEXT NOT NULL)");
  database.exec("INSERT INTO users VALUES (1, 'a', 'b')");
  const before = await differencesOf(target, table, `file:${file}`);
  assert.equal(
    before.map(({ kind }) => kind),
    ["type", "column missing", "null refused", "not unique"],
  );
  const statements = before.flatMap((difference) => closing(difference, table, sqliteDdl)).join("\n");
  assert.match(statements, /^-- SQLite changes no column in place: /m);
  assert.not.match(statements, /^-- --/m);
  database.exec(statements);
  const after = await differencesOf(target, table, `file:${file}`);
  assert.not.ok(after.some(({ kind }) => kind === "column missing" || kind === "not unique"));
  assert.ok(after.some(({ kind }) => kind === "null refused"));
  database.close();
});

async function differencesOf(target: Parameters<typeof introspect>[0], table: NeededTable, url: string) {
  const found = await introspect(target, [{ schema: table.schema, table: table.table }], url);
  const lock = lockOfFacts(target, found).tables[0];
  if (lock === undefined) throw new Error("the lock has no table");
  return compareTable(table, lock, sqliteDdl);
}

test.run();
