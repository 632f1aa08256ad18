/** SQLite itself reads what the dialect writes: statements that look rows up, and constants spelled as the worker spells values. */
import Libsql from "libsql";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ColumnPlan, ColumnType } from "../../../compiler/plan/ir.ts";
import { constantText } from "../../../compiler/sql/sqlite/constants.ts";
import { sqlite as dialect } from "../../../compiler/sql/sqlite/dialect.ts";
import { neededTable } from "../../../compiler/sql/needed-tables.ts";
import { createForgetting } from "../../../runtime/sinks/sqlite/statistics.ts";
import * as encoders from "../../../runtime/sinks/sqlite/json-cells.ts";
import * as decoders from "../../../runtime/values/index.ts";
import { allTexts, type NamedText } from "./all-texts.ts";
import { jobOf, SHAPES, type Shape } from "./shapes.ts";

const shapes = SHAPES.filter(({ table }) => table.columns.every(({ type }) => type.kind !== "native"));

function statementsOf(shape: Shape): readonly NamedText[] {
  const table = { ...shape.table, schema: undefined, system: "sqlite" as const };
  return allTexts(dialect.statements(jobOf({ ...shape, table }), table));
}

function withTable<Result>(shape: Shape, use: (database: Libsql.Database) => Result): Result {
  const database = new Libsql(":memory:");
  try {
    const table = { ...neededTable(shape.table), schema: undefined };
    database.exec(dialect.ddl.statements.createTable(table));
    return use(database);
  } finally {
    database.close();
  }
}

function planOf(database: Libsql.Database, text: string): readonly string[] {
  const rows: unknown[] = database.prepare(`EXPLAIN QUERY PLAN ${text}`).raw().all([]);
  return rows.flatMap((row) => (Array.isArray(row) ? [String(row[3])] : []));
}

/** What ANALYZE says of a table that had one row, and has many since. */
const OUTDATED = `ANALYZE;
INSERT INTO sqlite_stat1 SELECT 't', name, '1 1 1 1' FROM sqlite_schema WHERE type = 'index' AND tbl_name = 't';
INSERT INTO sqlite_stat1 VALUES ('t', NULL, '1');
ANALYZE sqlite_schema`;

const statistics = [
  ["without statistics", ""],
  ["with statistics from when it was small, which a worker forgets,", OUTDATED],
] as const;

for (const [shape, [when, analyzed]] of shapes.flatMap((one) => statistics.map((two) => [one, two] as const))) {
  test(`SQLite takes the statements of ${shape.name}, and ${when} none but a page reads all of the table`, () => {
    withTable(shape, (database) => {
      database.exec(analyzed);
      createForgetting(database)();
      for (const { name, text } of statementsOf(shape)) {
        const plan = planOf(database, text);
        if (name.includes(".owners") || shape.table.owner.every(({ from }) => from.kind === "constant")) continue;
        assert.not.ok(
          plan.some((step) => /^SCAN (t|p)\b/.test(step)),
          `${name}: ${plan.join("; ")}`,
        );
      }
    });
  });
}

test("a statement that reads all of a table is noticed", () => {
  const [shape] = shapes.filter(({ name }) => name === "one-owner");
  if (shape === undefined) throw new Error("there is no such shape");
  withTable(shape, (database) => {
    const [removal] = statementsOf(shape).filter(({ name }) => name.endsWith(".remove"));
    const [found = ""] = planOf(database, removal?.text.replaceAll('t."id" IN', 't."id" + 0 IN') ?? "");
    assert.match(found, /^SCAN t\b/);
  });
});

test("the shapes that are tried are all but those with types of PostgreSQL's own", () => {
  assert.ok(shapes.length > 15);
  assert.ok(shapes.some(({ name }) => name === "soft-delete-moved"));
});

const site = { file: "a.rdi", line: 1, column: "c" };
const raw = (text: string): Buffer => Buffer.from(text);

/** A constant as a file may write it, and what the worker makes of it. */
const CONSTANTS: readonly (readonly [ColumnType, string, encoders.Cells])[] = [
  [{ kind: "smallint" }, "-7", encoders.smallint([-7])],
  [{ kind: "bigint" }, "9223372036854775807", encoders.bigint([9223372036854775807n])],
  ...["1.50", "0", "-0.0", "100", "1e2", "0.001", "-12345678901234567890.123"].map((text) => {
    const value = decoders.decodeExact(raw(text), site);
    return [{ kind: "numeric", precision: undefined, scale: undefined }, text, encoders.numeric([value])] as const;
  }),
  ...["0.1", "2", "1e300", "2.636542280052723e-173"].map((text) => {
    return [{ kind: "double" }, text, encoders.double([Number(text)])] as const;
  }),
  [{ kind: "real" }, "0.1", encoders.real([Math.fround(0.1)])],
  [{ kind: "boolean" }, "true", encoders.boolean([true])],
  [{ kind: "boolean" }, "off", encoders.boolean([false])],
  [{ kind: "text" }, `it's "so"`, encoders.text([`it's "so"`])],
  [{ kind: "char", length: 5 }, "ab  ", encoders.text([decoders.decodeChar(raw("ab  "), 5, site)])],
  ...["ABCDEF00-1234-5678-9abc-0123456789AB"].map((text) => {
    return [{ kind: "uuid" }, text, encoders.text([decoders.decodeUuid(raw(text), site)])] as const;
  }),
  [{ kind: "bytes" }, "é\u{1F600}", encoders.bytes([decoders.decodeBytes(raw("é\u{1F600}"))])],
  [{ kind: "json" }, "live", encoders.json(["live"])],
  [{ kind: "date" }, "2024-01-31", encoders.date([decoders.decodeDate(raw("2024-01-31"), site)])],
  ...["12:30", "12:30:05", "12:30:05.25", "00:00:00.000001"].map((text) => {
    return [{ kind: "time" }, text, encoders.time([decoders.decodeTime(raw(text), site)])] as const;
  }),
  ...["2024-01-31 12:30", "9999-12-31T23:59:59.999999", "0001-01-01 00:00:00.5"].map((text) => {
    return [{ kind: "timestamp" }, text, encoders.timestamp([decoders.decodeTimestamp(raw(text), site)])] as const;
  }),
  ...["2024-01-31T12:30Z", "2024-02-29 23:30:00.123456-05:30", "2024-01-01T00:10+0200", "1969-12-31T23:59:59.5+00"].map(
    (text) => {
      return [
        { kind: "timestamptz" },
        text,
        encoders.timestamptz([decoders.decodeTimestamptz(raw(text), site)]),
      ] as const;
    },
  ),
];

for (const [type, text, [cell = ""]] of CONSTANTS) {
  test(`the constant ${text} of ${type.kind} is spelled as the worker spells that value`, () => {
    const database = new Libsql(":memory:");
    const value = type.kind === "bytes" ? "unhex(value ->> 0)" : "value ->> 0";
    const literal = constantText({ name: "c", type, value: { kind: "literal", value: text } } as unknown as ColumnPlan);
    const query = `SELECT ${literal}, typeof(${literal}), ${value}, typeof(${value}) FROM json_each(?1)`;
    const [row]: unknown[] = database
      .prepare(query)
      .safeIntegers(true)
      .raw()
      .all([`[[${cell}]]`]);
    const [constant, its, sent, theirs]: unknown[] = Array.isArray(row) ? row : [];
    assert.equal([constant, its], [sent, theirs]);
    database.close();
  });
}

test.run();
