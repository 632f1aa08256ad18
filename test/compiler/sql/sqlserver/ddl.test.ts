/** Tables for SQL Server, as golden files; RDI_UPDATE=1 writes them again. And whether stored types hold those of .rdi files. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ColumnType } from "../../../../compiler/plan/ir.ts";
import type { ColumnLock } from "../../../../compiler/schema/lock.ts";
import { neededTable } from "../../../../compiler/sql/needed-tables.ts";
import { keyType } from "../../../../compiler/sql/sqlserver/ddl-types.ts";
import { sqlserver } from "../../../../compiler/sql/sqlserver/dialect.ts";
import type { Shape } from "../shapes.ts";
import { SQLSERVER_SHAPES } from "./shapes.ts";

const { ddl, typeProblem } = sqlserver;
const GOLDEN = fileURLToPath(new URL("ddl-golden/", import.meta.url));
const UPDATE = process.env["RDI_UPDATE"] === "1";
if (UPDATE) mkdirSync(GOLDEN, { recursive: true });

function goldenText({ table }: Shape): string {
  return `${ddl.statements.createTable(neededTable(table))}\n`;
}

for (const shape of SQLSERVER_SHAPES) {
  test(`the table of ${shape.name} is that of its golden file`, () => {
    const file = `${GOLDEN}${shape.name}.sql`;
    if (UPDATE) writeFileSync(file, goldenText(shape));
    assert.ok(existsSync(file), `${file} is missing; RDI_UPDATE=1 writes it`);
    assert.is(readFileSync(file, "utf8"), goldenText(shape));
  });
}

test("every golden file belongs to a shape", () => {
  const wanted = SQLSERVER_SHAPES.map(({ name }) => `${name}.sql`).sort();
  if (UPDATE) for (const file of readdirSync(GOLDEN)) if (!wanted.includes(file)) rmSync(GOLDEN + file);
  assert.equal(readdirSync(GOLDEN).sort(), wanted);
});

function stored(type: string, exact = false): ColumnLock {
  return {
    name: "c",
    type,
    domain: undefined,
    notNull: false,
    filled: false,
    default: undefined,
    generated: undefined,
    identity: undefined,
    collation: undefined,
    exact,
  };
}

const fitOf = (type: ColumnType, text: string): string => ddl.fit(type, stored(text), "rows").kind;

test("what is made for a type holds its values, also in a key", () => {
  for (const { type } of SQLSERVER_SHAPES.flatMap(({ table }) => table.columns)) {
    assert.is(fitOf(type, ddl.typeName(type)), "fits", type.kind);
    assert.is(ddl.fit(type, stored(keyType(type), true), "rows").kind, "fits", type.kind);
  }
});

for (const [type, text, kind] of [
  [{ kind: "text" }, "nvarchar(max)", "fits"],
  [{ kind: "text" }, "nvarchar(4000)", "refuses"],
  [{ kind: "text" }, "varchar(max)", "loses"],
  [{ kind: "varchar", length: 20 }, "nvarchar(20)", "fits"],
  [{ kind: "varchar", length: 21 }, "nvarchar(20)", "refuses"],
  [{ kind: "varchar", length: 5 }, "char(5)", "loses"],
  [{ kind: "char", length: 4 }, "nchar(3)", "loses"],
  [{ kind: "int" }, "bigint", "fits"],
  [{ kind: "int" }, "real", "differs"],
  [{ kind: "bigint" }, "decimal(19,0)", "fits"],
  [{ kind: "bigint" }, "decimal(18,0)", "refuses"],
  [{ kind: "numeric", precision: 12, scale: 2 }, "decimal(12,2)", "fits"],
  [{ kind: "numeric", precision: 12, scale: 2 }, "decimal(20,1)", "loses"],
  [{ kind: "numeric", precision: 12, scale: 2 }, "money", "differs"],
  [{ kind: "double" }, "float", "fits"],
  [{ kind: "double" }, "real", "differs"],
  [{ kind: "boolean" }, "bit", "fits"],
  [{ kind: "timestamp" }, "datetime2(7)", "fits"],
  [{ kind: "timestamp" }, "datetime2(3)", "loses"],
  [{ kind: "timestamp" }, "datetime", "differs"],
  [{ kind: "timestamptz" }, "datetimeoffset(7)", "fits"],
  [{ kind: "timestamptz" }, "datetime2(6)", "fits"],
  [{ kind: "timestamptz" }, "datetimeoffset(0)", "loses"],
  [{ kind: "bytes" }, "varbinary(max)", "fits"],
  [{ kind: "bytes" }, "varbinary(20)", "refuses"],
  [{ kind: "json" }, "nvarchar(max)", "fits"],
  [{ kind: "native", name: "money" }, "money", "fits"],
  [{ kind: "native", name: "datetime2(3)" }, "datetime2(7)", "differs"],
] as const satisfies readonly (readonly [ColumnType, string, string])[]) {
  test(`${JSON.stringify(type)} in ${text}: ${kind}`, () => assert.is(fitOf(type, text), kind));
}

test("a wider type holds what is stored and what is written, or there is none", () => {
  const wider = (type: ColumnType, text: string): string | undefined => ddl.widened(type, stored(text));
  assert.is(wider({ kind: "bigint" }, "int"), "bigint");
  assert.is(wider({ kind: "numeric", precision: 12, scale: 4 }, "decimal(12,2)"), "decimal(14,4)");
  assert.is(wider({ kind: "numeric", precision: 38, scale: 20 }, "decimal(30,0)"), undefined);
  assert.is(wider({ kind: "varchar", length: 50 }, "varchar(20)"), "nvarchar(50)");
  assert.is(wider({ kind: "varchar", length: 5000 }, "nvarchar(20)"), "nvarchar(max)");
  assert.is(wider({ kind: "timestamptz" }, "datetimeoffset(0)"), "datetimeoffset(6)");
  assert.is(wider({ kind: "date" }, "int"), undefined);
});

test("a column is said again as a whole, since SQL Server forgets the rest", () => {
  const table = { schema: "dbo", table: "order" };
  const { statements } = ddl;
  const change = { type: "nvarchar(50)", collation: "Latin1_General_100_BIN2", notNull: true };
  assert.is(
    statements.changeType(table, "no", change),
    "ALTER TABLE dbo.[order] ALTER COLUMN no nvarchar(50) COLLATE Latin1_General_100_BIN2 NOT NULL;",
  );
  assert.is(
    statements.dropNotNull(table, [{ name: "a", type: "int", collation: undefined }]),
    "ALTER TABLE dbo.[order] ALTER COLUMN a int NULL;",
  );
});

test("numbers without bounds and types that change a text have no column here", () => {
  assert.match(typeProblem({ kind: "numeric", precision: undefined, scale: undefined }) ?? "", /needs a precision/);
  assert.match(typeProblem({ kind: "numeric", precision: 39, scale: 0 }) ?? "", /38/);
  assert.is(typeProblem({ kind: "numeric", precision: 38, scale: 38 }), undefined);
  for (const name of ["varchar(20)", "geography", "dbo.Phone", "money; DROP TABLE t", "sql_variant"])
    assert.ok(typeProblem({ kind: "native", name }) !== undefined, name);
  for (const name of ["money", "XML", "datetime2 (3)", "decimal(5, 2)", "hierarchyid"])
    assert.is(typeProblem({ kind: "native", name }), undefined, name);
});

test("a stored type is written as the .rdi type that holds it", () => {
  const written = (type: string): string | undefined => ddl.writtenType(stored(type));
  assert.is(written("nvarchar(40)"), "varchar(40)");
  assert.is(written("nvarchar(max)"), "text");
  assert.is(written("decimal(12,2)"), "numeric(12,2)");
  assert.is(written("bit"), "boolean");
  assert.is(written("varbinary(20)"), "bytes");
  assert.is(written("datetime2(7)"), "timestamp");
  assert.is(written("datetime2(0)"), undefined);
  assert.is(written("money"), 'native("money")');
  assert.is(written("varchar(20)"), undefined);
});

test.run();
