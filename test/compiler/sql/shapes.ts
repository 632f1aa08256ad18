/** Shapes of tables, each with the table that it is for. test/conformance/sql has a file a shape; the live test prepares all of them. */
import type {
  ColumnPlan,
  ColumnType,
  JobPlan,
  OutcomePlan,
  OwnerPlan,
  TablePlan,
  Value,
} from "../../../compiler/plan/ir.ts";
import { delivery } from "../emit/shop-plan.ts";

export interface Shape {
  readonly name: string;
  readonly ddl: string;
  readonly table: TablePlan;
}

const place = { file: "shapes.rdi", line: 1 };
const capture: Value = { kind: "capture", name: "id" };

function column(name: string, type: ColumnType, value: Value = capture): ColumnPlan {
  return {
    name,
    doc: undefined,
    type,
    notNull: false,
    nullable: true,
    sensitive: false,
    value,
    volatile: undefined,
    fields: [],
    place,
  };
}

const NULL: Value = { kind: "literal", value: null };
const NOW: Value = { kind: "now" };

const instant = (name: string, value?: Value): ColumnPlan => column(name, { kind: "timestamptz" }, value);
const clock = (name: string): ColumnPlan => ({ ...instant(name, NOW), volatile: "clock" });
const native = (name: string, type: string): ColumnPlan => column(name, { kind: "native", name: type });

/** `set { deleted_at: now() }` of a column that is null otherwise. */
const MARKED: OutcomePlan = { kind: "set", columns: [{ column: "deleted_at", value: NOW }], marks: ["deleted_at"] };
const KEEP: OutcomePlan = { kind: "keep" };
const REMOVE: OutcomePlan = { kind: "remove" };

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
    system: "postgres",
    schema: undefined,
    table: "t",
    mode: "upsert",
    period: undefined,
    onDelete: REMOVE,
    onExpire: undefined,
    gone: undefined,
  } as const;
  return { name, ddl, table: { ...defaults, ...described } };
}

export function jobOf({ table }: Shape): JobPlan {
  const pattern = { text: "t:{id}", parts: [] };
  const read = { kind: "hash", members: [], expiry: false, sensitive: [] } as const;
  return {
    name: "job",
    doc: undefined,
    place,
    pattern,
    read,
    lookups: [],
    body: [],
    tables: [table],
    keys: [],
    memberwise: [],
    delivery,
  };
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
    onDelete: KEEP,
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
  shape(
    "json-and-native",
    "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (id bigint PRIMARY KEY, doc json, docb jsonb, m mood, r int4range, n numeric(5,2), l text[])",
    {
      columns: [
        bigint("id"),
        column("doc", { kind: "json" }),
        column("docb", { kind: "json" }),
        native("m", "mood"),
        native("r", "int4range"),
        native("n", "numeric(5,2)"),
        native("l", "text[]"),
      ],
      key: ["id"],
      owner: [fromCapture("id")],
    },
  ),
  shape("native-key", "CREATE TABLE t (r int4range PRIMARY KEY, redis_key text NOT NULL, name text)", {
    columns: [native("r", "int4range"), text("redis_key"), text("name")],
    key: ["r"],
    owner: [fromKey("redis_key")],
  }),
  shape("clock", "CREATE TABLE t (id bigint PRIMARY KEY, name text, seen_at timestamptz)", {
    columns: [bigint("id"), text("name"), clock("seen_at")],
    key: ["id"],
    owner: [fromCapture("id")],
  }),
  shape("nothing-but-clock", "CREATE TABLE t (id bigint PRIMARY KEY, seen_at timestamptz)", {
    columns: [bigint("id"), clock("seen_at")],
    key: ["id"],
    owner: [fromCapture("id")],
  }),
  shape("soft-delete", "CREATE TABLE t (id bigint PRIMARY KEY, name text, deleted_at timestamptz)", {
    columns: [bigint("id"), text("name"), instant("deleted_at", NULL)],
    key: ["id"],
    owner: [fromCapture("id")],
    onDelete: MARKED,
  }),
  shape(
    "soft-delete-moved",
    "CREATE TABLE t (no text PRIMARY KEY, redis_key text NOT NULL, state text, reason text, at timestamptz)",
    {
      columns: [text("no"), text("redis_key"), constant("state", "live"), text("reason"), instant("at")],
      key: ["no"],
      owner: [fromKey("redis_key")],
      onDelete: {
        kind: "set",
        columns: [
          { column: "state", value: { kind: "literal", value: "gone" } },
          { column: "reason", value: NULL },
          { column: "at", value: NOW },
        ],
        marks: ["state"],
      },
    },
  ),
  shape("soft-delete-constant", "CREATE TABLE t (id int PRIMARY KEY, theme text, deleted_at timestamptz)", {
    columns: [column("id", { kind: "int" }, { kind: "literal", value: 1 }), text("theme"), instant("deleted_at", NULL)],
    key: ["id"],
    owner: [fromConstant("id")],
    onDelete: MARKED,
  }),
  shape("expire-keep", "CREATE TABLE t (id bigint PRIMARY KEY, name text, expires_at timestamptz)", {
    ...expiring(),
    onExpire: { column: "expires_at", outcome: KEEP },
  }),
  shape("delete-keep-expire-remove", "CREATE TABLE t (id bigint PRIMARY KEY, name text, expires_at timestamptz)", {
    ...expiring(),
    onDelete: KEEP,
    onExpire: { column: "expires_at", outcome: REMOVE },
  }),
  shape("expire-remove", "CREATE TABLE t (id bigint PRIMARY KEY, name text, expires_at timestamptz)", {
    ...expiring(),
    onExpire: { column: "expires_at", outcome: REMOVE },
  }),
  shape(
    "expire-set-moved",
    "CREATE TABLE t (id bigint, line int, expires_at timestamptz, deleted_at timestamptz, expired text, PRIMARY KEY (id, line))",
    {
      columns: [
        bigint("id"),
        column("line", { kind: "int" }),
        instant("expires_at"),
        instant("deleted_at", NULL),
        constant("expired", "no"),
      ],
      key: ["id", "line"],
      owner: [fromCapture("id")],
      onDelete: MARKED,
      onExpire: {
        column: "expires_at",
        outcome: {
          kind: "set",
          columns: [
            { column: "expired", value: capture },
            { column: "deleted_at", value: NOW },
          ],
          marks: ["expired", "deleted_at"],
        },
      },
    },
  ),
  shape("append", "CREATE TABLE t (id bigint, seen_at timestamptz, state jsonb)", {
    columns: [bigint("id"), clock("seen_at"), column("state", { kind: "json" })],
    key: [],
    owner: [],
    mode: "append",
    onDelete: KEEP,
  }),
  shape(
    "history",
    "CREATE TABLE t (sku text, price numeric(10,2), valid_from timestamptz, valid_to timestamptz, current boolean, PRIMARY KEY (sku, valid_from))",
    {
      columns: [text("sku"), column("price", { kind: "numeric", precision: 10, scale: 2 })],
      key: ["sku"],
      owner: [fromCapture("sku")],
      mode: "history",
      period: { from: "valid_from", to: "valid_to", current: "current" },
    },
  ),
  shape(
    "history-keep",
    "CREATE TABLE t (sku text, price double precision, seen_at timestamptz, f timestamptz, t timestamptz, PRIMARY KEY (sku, f))",
    {
      columns: [text("sku"), column("price", { kind: "double" }), clock("seen_at")],
      key: ["sku"],
      owner: [fromCapture("sku")],
      mode: "history",
      period: { from: "f", to: "t", current: undefined },
      onDelete: KEEP,
    },
  ),
  shape(
    "history-moved",
    "CREATE TABLE t (kind text, redis_key text, no text, expires_at timestamptz, valid_from timestamptz, valid_to timestamptz, PRIMARY KEY (no, valid_from))",
    {
      columns: [constant("kind", "a"), text("redis_key"), text("no"), instant("expires_at")],
      key: ["no"],
      owner: [fromConstant("kind"), fromKey("redis_key")],
      mode: "history",
      period: { from: "valid_from", to: "valid_to", current: undefined },
      onExpire: { column: "expires_at", outcome: KEEP },
    },
  ),
  shape(
    "history-types",
    "CREATE TABLE t (id bigint, c1 int, c2 numeric(20,2), c3 numeric(12,4), c4 double precision, c5 char(5), c6 text, c7 json, c8 jsonb, c9 int4range, c10 numeric(5,2), c11 bytea, valid_from timestamptz, valid_to timestamptz, PRIMARY KEY (id, valid_from))",
    {
      columns: [
        bigint("id"),
        column("c1", { kind: "smallint" }),
        column("c2", { kind: "bigint" }),
        column("c3", { kind: "numeric", precision: 12, scale: 4 }),
        column("c4", { kind: "real" }),
        column("c5", { kind: "char", length: 5 }),
        column("c6", { kind: "char", length: 5 }),
        column("c7", { kind: "json" }),
        column("c8", { kind: "json" }),
        native("c9", "int4range"),
        native("c10", "numeric(5,2)"),
        column("c11", { kind: "bytes" }),
      ],
      key: ["id"],
      owner: [fromCapture("id")],
      mode: "history",
      period: { from: "valid_from", to: "valid_to", current: undefined },
    },
  ),
];

/** A hoisted function: the shapes are made while this module is loaded. */
function expiring(): Described {
  return { columns: [bigint("id"), text("name"), instant("expires_at")], key: ["id"], owner: [fromCapture("id")] };
}
