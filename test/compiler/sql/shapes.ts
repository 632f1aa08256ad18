/** Shapes of tables, each with the table that it is for. One golden file a shape; the live test prepares all of them. */
import type { ColumnPlan, ColumnType, JobPlan, OwnerPlan, TablePlan, Value } from "../../../compiler/plan/ir.ts";
import { delivery } from "../emit/shop-plan.ts";

export interface Shape {
  readonly name: string;
  readonly ddl: string;
  readonly table: TablePlan;
}

const place = { file: "shapes.rdi", line: 1 };
const capture: Value = { kind: "capture", name: "id" };

function column(name: string, type: ColumnType, value: Value = capture): ColumnPlan {
  return { name, type, notNull: false, sensitive: false, value, place };
}

const text = (name: string): ColumnPlan => column(name, { kind: "text" });
const bigint = (name: string): ColumnPlan => column(name, { kind: "bigint" });
const constant = (name: string, value: string): ColumnPlan =>
  column(name, { kind: "text" }, { kind: "literal", value });

const fromCapture = (name: string): OwnerPlan => ({ column: name, from: { kind: "capture", name } });
const fromKey = (name: string): OwnerPlan => ({ column: name, from: { kind: "key" } });
const fromConstant = (name: string): OwnerPlan => ({ column: name, from: { kind: "constant" } });

type Described = Pick<TablePlan, "columns" | "key" | "owner"> & Partial<TablePlan>;

function shape(name: string, ddl: string, described: Described): Shape {
  const defaults = {
    id: "t",
    doc: undefined,
    place,
    target: "db",
    schema: undefined,
    table: "t",
    onDelete: "remove",
  } as const;
  return { name, ddl, table: { ...defaults, ...described } };
}

export function jobOf({ table }: Shape): JobPlan {
  const pattern = { text: "t:{id}", parts: [] };
  return { name: "job", doc: undefined, place, pattern, fields: [], body: [], tables: [table], delivery };
}

export const SHAPES: readonly Shape[] = [
  shape("one-owner", "CREATE TABLE t (id bigint PRIMARY KEY, name text, amount numeric(12,2))", {
    columns: [bigint("id"), text("name"), column("amount", { kind: "numeric", precision: 12, scale: 2 })],
    key: ["id"],
    owner: [fromCapture("id")],
  }),
  shape("two-owners", 'CREATE TABLE t (a text COLLATE "C", b bigint, note text, PRIMARY KEY (a, b))', {
    columns: [text("a"), bigint("b"), text("note")],
    key: ["a", "b"],
    owner: [fromCapture("a"), fromCapture("b")],
  }),
  shape("keep", "CREATE TABLE t (id bigint PRIMARY KEY, name text)", {
    columns: [bigint("id"), text("name")],
    key: ["id"],
    owner: [fromCapture("id")],
    onDelete: "keep",
  }),
  shape("key-only", "CREATE TABLE t (id bigint PRIMARY KEY)", {
    columns: [bigint("id")],
    key: ["id"],
    owner: [fromCapture("id")],
  }),
  shape("moved", 'CREATE TABLE t (redis_key text COLLATE "C" NOT NULL, no text PRIMARY KEY, amount bigint)', {
    columns: [text("redis_key"), text("no"), bigint("amount")],
    key: ["no"],
    owner: [fromKey("redis_key")],
  }),
  shape("part-of-key", "CREATE TABLE t (id bigint, line int, sku text, PRIMARY KEY (id, line))", {
    columns: [bigint("id"), column("line", { kind: "int" }), text("sku")],
    key: ["id", "line"],
    owner: [fromCapture("id")],
  }),
  shape("constant-in-key", "CREATE TABLE t (id bigint, kind text, number text, PRIMARY KEY (id, kind))", {
    columns: [bigint("id"), constant("kind", "it's \\ home"), text("number")],
    key: ["id", "kind"],
    owner: [fromCapture("id"), fromConstant("kind")],
  }),
  shape("constant-beside-key", "CREATE TABLE t (kind text NOT NULL, id bigint NOT NULL, name text PRIMARY KEY)", {
    columns: [constant("kind", "cat"), bigint("id"), text("name")],
    key: ["name"],
    owner: [fromConstant("kind"), fromCapture("id")],
  }),
  shape("constants-only", "CREATE TABLE t (id int PRIMARY KEY, theme text)", {
    columns: [column("id", { kind: "int" }, { kind: "literal", value: 1 }), text("theme")],
    key: ["id"],
    owner: [fromConstant("id")],
  }),
  shape("nothing-but-constants", "CREATE TABLE t (kind text PRIMARY KEY)", {
    columns: [constant("kind", "only")],
    key: ["kind"],
    owner: [fromConstant("kind")],
  }),
  shape("constants-and-payload-key", "CREATE TABLE t (kind text NOT NULL, no text PRIMARY KEY, n bigint)", {
    columns: [constant("kind", "only"), text("no"), bigint("n")],
    key: ["no"],
    owner: [fromConstant("kind")],
  }),
  shape(
    "odd-names",
    'CREATE SCHEMA "s.1"; CREATE TABLE "s.1"."a ""b""" ("i d" bigint PRIMARY KEY, "select" text, "rdi position" text)',
    {
      schema: "s.1",
      table: 'a "b"',
      columns: [bigint("i d"), text("select"), text("rdi position")],
      key: ["i d"],
      owner: [fromCapture("i d")],
    },
  ),
  shape(
    "unusual-owners",
    'CREATE TABLE t (n numeric(20,2), b bytea, d date, u uuid, s varchar(9) COLLATE "C", note text, PRIMARY KEY (n, b, d, u, s))',
    {
      columns: [
        column("n", { kind: "numeric", precision: 20, scale: 2 }),
        column("b", { kind: "bytes" }),
        column("d", { kind: "date" }),
        column("u", { kind: "uuid" }),
        column("s", { kind: "varchar", length: 9 }),
        text("note"),
      ],
      key: ["n", "b", "d", "u", "s"],
      owner: ["n", "b", "d", "u", "s"].map(fromCapture),
    },
  ),
  shape(
    "all-types",
    "CREATE TABLE t (id bigint PRIMARY KEY, c1 smallint, c2 int, c3 numeric, c4 real, c5 double precision, c6 boolean, c7 varchar(9), c8 char(3), c9 uuid, c10 bytea, c11 date, c12 time, c13 timestamp, c14 timestamptz)",
    {
      columns: [
        bigint("id"),
        column("c1", { kind: "smallint" }),
        column("c2", { kind: "int" }),
        column("c3", { kind: "numeric", precision: undefined, scale: undefined }),
        column("c4", { kind: "real" }),
        column("c5", { kind: "double" }),
        column("c6", { kind: "boolean" }),
        column("c7", { kind: "varchar", length: 9 }),
        column("c8", { kind: "char", length: 3 }),
        column("c9", { kind: "uuid" }),
        column("c10", { kind: "bytes" }),
        column("c11", { kind: "date" }),
        column("c12", { kind: "time" }),
        column("c13", { kind: "timestamp" }),
        column("c14", { kind: "timestamptz" }),
      ],
      key: ["id"],
      owner: [fromCapture("id")],
    },
  ),
];
