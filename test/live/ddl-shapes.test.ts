/** What `rdi ddl` makes of every shape of table, and what it says about every pair of types, by PostgreSQL and by the worker's own check at its start. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ColumnType } from "../../compiler/plan/ir.ts";
import { compareTable } from "../../compiler/schema/compare.ts";
import type { ColumnLock, TableLock } from "../../compiler/schema/lock.ts";
import { lockOfFacts } from "../../compiler/schema/lock-of-facts.ts";
import { neededTable } from "../../compiler/sql/needed-tables.ts";
import { postgresDdl } from "../../compiler/sql/postgres/ddl.ts";
import { name } from "../../compiler/sql/postgres/ddl-names.ts";
import { writtenType } from "../../compiler/emit/column-types.ts";
import { introspect } from "../../runtime/introspect.ts";
import type { Table } from "../../runtime/job.ts";
import type { ColumnFacts } from "../../runtime/sinks/schema-facts.ts";
import { fitOf } from "../../runtime/sinks/postgres/column-types.ts";
import { createPostgresSink } from "../../runtime/sinks/postgres/sink.ts";
import { SHAPES, type Shape } from "../compiler/sql/shapes.ts";
import { freshDatabase, postgresServer, type TestDatabase } from "../support/postgres.ts";
import { tableOf } from "./shape-tables.ts";

const server = await postgresServer();
const shared = await freshDatabase(server, "CREATE EXTENSION IF NOT EXISTS citext");
test.after(async () => {
  await shared.close();
  await server.remove();
});

type Named = Pick<TableLock, "schema" | "table">;

async function readTables(database: TestDatabase, named: Named): Promise<readonly TableLock[]> {
  const target = { name: "db", system: "postgres", schema: undefined } as const;
  const url = { kind: "constant", value: database.url } as const;
  return lockOfFacts(target, await introspect({ ...target, url }, [named])).tables;
}

async function readColumns(database: TestDatabase, table: string): Promise<readonly ColumnFacts[]> {
  const url = { kind: "constant", value: database.url } as const;
  const named = { schema: undefined, table };
  const { tables } = await introspect({ name: "db", system: "postgres", schema: undefined, url }, [named]);
  return tables[0]?.facts?.columns ?? [];
}

/** What a worker says at its start. */
async function startUp(database: TestDatabase, table: Table): Promise<readonly string[]> {
  const said: string[] = [];
  const log = { warn: (message: string) => void said.push(message) };
  const sink = createPostgresSink({ name: "db", url: database.url, schema: undefined, log });
  try {
    await sink.prepare([table]);
  } catch (error) {
    said.push(String(error));
  } finally {
    await sink.close();
  }
  return said;
}

function ddlOf({ table }: Shape): string {
  return postgresDdl.statements.createTable(neededTable(table));
}

/** Types that the shape's own table needs. */
function typesOf({ ddl }: Shape): string {
  return [...ddl.matchAll(/CREATE TYPE [^;]*;/g)].map(([type]) => type).join(" ");
}

for (const shape of SHAPES) {
  test(`the table made for ${shape.name} is what the worker wants`, async () => {
    const needed = neededTable(shape.table);
    const { createSchema, tableName } = postgresDdl.statements;
    const schema = needed.schema === undefined ? "" : createSchema(needed.schema);
    await shared.query(`${schema} DROP TABLE IF EXISTS ${tableName(needed)}; ${typesOf(shape)} ${ddlOf(shape)}`);
    assert.equal(await startUp(shared, tableOf(shape)), []);
    const [lock] = await readTables(shared, needed);
    assert.ok(lock?.kind === "table");
    assert.equal(lock === undefined ? ["no lock"] : compareTable(needed, lock, postgresDdl), []);
  });
}

/** Types of PostgreSQL with a value at the end of their range. */
const STORED: readonly (readonly [string, string])[] = [
  ["smallint", "-32768"],
  ["integer", "2147483647"],
  ["bigint", "9223372036854775807"],
  ["numeric", "123456789012345678901234567890.123456789"],
  ["numeric(5)", "99999"],
  ["numeric(10)", "9999999999"],
  ["numeric(12,2)", "9999999999.99"],
  ["numeric(12,6)", "999999.999999"],
  ["numeric(20,4)", "9999999999999999.9999"],
  ["real", "1.1754944e-38"],
  ["double precision", "2.2250738585072014e-308"],
  ["boolean", "true"],
  ["text", "tëxt "],
  ["varchar", "tëxt "],
  ["varchar(9)", "123456789"],
  ["varchar(20)", "12345678901234567890"],
  ["char(3)", "abc"],
  ["char(9)", "abc"],
  ["date", "2024-02-29"],
  ["time", "23:59:59.999999"],
  ["time(3)", "23:59:59.999"],
  ["timestamp", "2024-02-29 23:59:59.999999"],
  ["timestamp(0)", "2024-02-29 23:59:59"],
  ["timestamptz", "2024-02-29 23:59:59.999999Z"],
  ["timestamptz(3)", "2024-02-29 23:59:59.999Z"],
  ["uuid", "0e37df36-f698-11e6-8dd4-cb9ced3df976"],
  ["json", '{"a": 1}'],
  ["jsonb", '{"a": 1}'],
  ["bytea", "\\x00ff"],
  ["inet", "10.0.0.1/8"],
  ["text[]", "{a,b}"],
  ["numeric(5,2)[]", "{1.50}"],
  ["citext", "Ä"],
];

const WRITTEN: readonly ColumnType[] = [
  ...(["smallint", "int", "bigint", "real", "double", "boolean", "text", "uuid", "json", "bytes"] as const).map(
    (kind) => ({ kind }),
  ),
  ...(["date", "time", "timestamp", "timestamptz"] as const).map((kind) => ({ kind })),
  { kind: "numeric", precision: undefined, scale: undefined },
  ...[
    [5, 0],
    [12, 2],
    [12, 6],
    [19, 0],
    [30, 10],
  ].map(([precision, scale]) => ({ kind: "numeric", precision, scale }) as const),
  ...[3, 9, 20].flatMap((length) => [{ kind: "varchar", length } as const, { kind: "char", length } as const]),
];

const column = (index: number): string => `c${index}`;

async function makeStored(): Promise<{
  readonly facts: readonly ColumnFacts[];
  readonly columns: readonly ColumnLock[];
}> {
  const definitions = STORED.map(([type], index) => `${column(index)} ${type}`).join(", ");
  await shared.query(`DROP TABLE IF EXISTS stored; CREATE TABLE stored (${definitions})`);
  await shared.query(
    `INSERT INTO stored VALUES (${STORED.map((_, index) => `$${index + 1}`).join(", ")})`,
    STORED.map(([, value]) => value),
  );
  const [lock] = await readTables(shared, { schema: undefined, table: "stored" });
  const byName = new Map(lock?.columns.map((one) => [one.name, one]));
  const columns = STORED.flatMap((_, index) => byName.get(column(index)) ?? []);
  assert.is(columns.length, STORED.length);
  return { facts: await readColumns(shared, "stored"), columns };
}

test("of every pair of types the compiler says what the worker says at its start", async () => {
  const { facts, columns } = await makeStored();
  const kinds = new Map<string, number>();
  for (const type of WRITTEN) {
    STORED.forEach(([stored], index) => {
      const [fact, lock] = [facts[index], columns[index]];
      if (fact === undefined || lock === undefined) throw new Error(`${stored} was not read`);
      const { kind } = fitOf({ name: "c", type: writtenType(type), notNull: false, sensitive: false }, fact);
      assert.is(postgresDdl.fit(type, lock, "rows").kind, kind, `${writtenType(type)} into ${stored}`);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    });
  }
  assert.equal([...kinds.keys()].sort(), ["differs", "fits", "loses", "refuses"]);
});

test("the type to write for a stored one fits it", async () => {
  const { columns } = await makeStored();
  for (const lock of columns) {
    const written = postgresDdl.writtenType(lock);
    if (written === undefined) continue;
    const type = typeOf(written);
    assert.is(postgresDdl.fit(type, lock, "rows").kind, "fits", `${written} into ${lock.type}`);
  }
});

/** The types that `writtenType` writes. */
function typeOf(written: string): ColumnType {
  const native = /^native\((".*")\)$/.exec(written)?.[1];
  if (native !== undefined) return { kind: "native", name: JSON.parse(native) };
  const [, kind = "", args = ""] = /^(\w+)(?:\((.*)\))?$/.exec(written) ?? [];
  const [first, second] = args === "" ? [] : args.split(",").map(Number);
  if (kind === "numeric") return { kind, precision: first, scale: first === undefined ? undefined : (second ?? 0) };
  if (kind === "varchar" || kind === "char") return { kind, length: first ?? 0 };
  const plain = WRITTEN.find((type) => type.kind === kind);
  if (plain === undefined) throw new Error(`${written} is no type`);
  return plain;
}

test("a wider type keeps what is stored, to the digit, and holds what is written", async () => {
  const { columns } = await makeStored();
  let widened = 0;
  for (const type of WRITTEN) {
    for (const [index, lock] of columns.entries()) {
      const wider = postgresDdl.fit(type, lock, "rows").kind === "fits" ? undefined : postgresDdl.widened(type, lock);
      if (wider === undefined) continue;
      widened++;
      await shared.query(
        `DROP TABLE IF EXISTS wider; CREATE TABLE wider AS SELECT c${index} FROM stored; ` +
          `ALTER TABLE wider ALTER COLUMN c${index} TYPE ${wider}`,
      );
      const [changed] = await readTables(shared, { schema: undefined, table: "wider" });
      const about = `${writtenType(type)} into ${lock.type}: ${wider}`;
      const [stored] = changed?.columns ?? [];
      assert.is(stored === undefined ? "" : postgresDdl.fit(type, stored, "rows").kind, "fits", about);
      const same = await shared.query(`SELECT s.c${index} = w.c${index} AS same FROM stored AS s, wider AS w`);
      assert.equal(same, [{ same: "t" }], about);
    }
  }
  assert.ok(widened > 30, `${widened} pairs`);
});

const NATIVE: readonly string[] = [
  ...[
    "inet",
    "int4range",
    "point",
    "money",
    "xml",
    "tsvector",
    "interval",
    "citext",
    "public.citext",
    '"char"',
    "name",
  ],
  ...["bit(3)", "bit varying(5)", "varbit", "timetz(3)", "time(3)", "timestamp(3)", "timestamptz(0)", "numeric(5,2)"],
  ...["timestamp with time zone", "double precision", "float", "int", "bigint", "decimal(4,1)", "text[]", "int[]"],
  ...["numeric(5,2)[]", "timestamptz(3)[]", "mood", "PUBLIC.Mood", '"Odd.type"', 'public."Odd.type"[]', "positive"],
];

test("a column of the type that native names fits it, and no other one does", async () => {
  const database = await freshDatabase(
    server,
    `CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad'); CREATE TYPE "Odd.type" AS ENUM ('a'); CREATE DOMAIN positive AS int CHECK (VALUE > 0);` +
      `CREATE TABLE stored (${NATIVE.map((type, index) => `${column(index)} ${type}`).join(", ")})`,
  );
  try {
    const [lock] = await readTables(database, { schema: undefined, table: "stored" });
    const byName = new Map(lock?.columns.map((one) => [one.name, one]));
    const canonical = new Map<string, Set<string>>();
    for (const [index, native] of NATIVE.entries()) {
      const stored = byName.get(column(index));
      if (stored === undefined) throw new Error(`${native} was not read`);
      const type: ColumnType = { kind: "native", name: native };
      for (const use of ["rows", "history"] as const)
        assert.is(postgresDdl.fit(type, stored, use).kind, "fits", `${native} into ${stored.type}`);
      const fitting = NATIVE.flatMap((_, other) => {
        const there = byName.get(column(other));
        return there !== undefined && postgresDdl.fit(type, there, "history").kind === "fits" ? [there.type] : [];
      });
      canonical.set(native, new Set(fitting));
    }
    for (const [native, types] of canonical) assert.is(types.size, 1, `${native} fits ${[...types].join(", ")}`);
  } finally {
    await database.close();
  }
});

test("every key word of PostgreSQL is a name, quoted only where it has to be", async () => {
  const rows = await shared.query("SELECT word, catcode FROM pg_get_keywords()");
  const words = rows.map(({ word }) => word ?? "");
  const columns = words.map((word) => `${name(word)} int`).join(", ");
  const database = await freshDatabase(server, `CREATE TABLE words (${columns})`);
  try {
    await database.query(`SELECT ${words.map(name).join(", ")} FROM words; DROP TABLE words`);
    for (const word of words) await database.query(`CREATE TABLE ${name(word)} (a int)`);
  } finally {
    await database.close();
  }
  const needed = rows.filter(({ catcode }) => catcode === "R" || catcode === "T").map(({ word }) => word);
  assert.equal(
    words.filter((word) => name(word).startsWith('"')),
    needed,
  );
});

test.run();
