import type { Expectation } from "../../../grammar/ast.ts";
import { cover, type Span } from "../../../grammar/source.ts";
import { suggest } from "../../../grammar/suggest.ts";
import type { Expected, ExpectedRow, ExpectedValue } from "../../../runtime/rehearse.ts";
import { RUNTIME_CODES, type CodeEntry } from "../../../runtime/codes.ts";
import type { TablePlan, TargetPlan } from "../../plan/ir.ts";
import { placeOf } from "../place.ts";
import type { Sink } from "../sink.ts";
import { constantOf, constantText, describeConstant, type Constant } from "./constants.ts";
import { expectedText, type WrittenColumn } from "./fits.ts";
import { keyExpectationOf } from "./key-expectation.ts";
import { checkTestedTarget } from "./tested-target.ts";
import type { TestedWorld } from "./world.ts";

export interface ExpectationContext {
  readonly world: TestedWorld;
  readonly now: bigint;
  readonly sink: Sink;
  /** Reports a key that no job reads. */
  readonly checkKey: (key: string, span: Span) => void;
}

/** Undefined where something was reported. */
export function expectationOf(expectation: Expectation, context: ExpectationContext): Expected | undefined {
  switch (expectation.kind) {
    case "rejected":
      return rejectionOf(expectation, context);
    case "rows":
      return rowsOf(expectation, context);
    case "rediskey":
      return keyExpectationOf(expectation, context);
  }
}

function rejectionOf(
  { key: literal, code }: Extract<Expectation, { kind: "rejected" }>,
  { sink, checkKey }: ExpectationContext,
): Expected | undefined {
  const key = constantText(literal, "the key of a test", sink);
  if (key !== undefined) checkKey(key, literal.span);
  const known = CODES.includes(code.text);
  if (!known) {
    // Of codes, which differ in digits alone, the nearest is hardly the one that was meant, unless one digit is wrong.
    const near = suggest(code.text, CODES).slice(0, 1);
    sink.report("RDI2107", code.span, { code: code.text, known: CODES, near });
  }
  return key === undefined || !known ? undefined : { what: "rejected", key, code: code.text };
}

/** With which a key is rejected, or parked. */
const CODES: readonly string[] = Object.entries<CodeEntry>(RUNTIME_CODES).flatMap(([code, { kind }]) =>
  (kind === "dead_letter" || kind === "parked") && code !== "RDI5021" ? [code] : [],
);

function rowsOf(
  expectation: Extract<Expectation, { kind: "rows" }>,
  context: ExpectationContext,
): Expected | undefined {
  const rows = constantOf(expectation.rows, context);
  const found = tableOf(expectation, context);
  if (found === undefined || rows === undefined) return undefined;
  const example = `[{ ${found.columns[0]?.name ?? "id"}: 7 }]`;
  if (rows.kind !== "list")
    return refuse(rows, { what: "what is expected of a table", wanted: "a list", example }, context);
  const expected = rows.items.map((row) =>
    row.kind === "object"
      ? rowOf(row, found, context)
      : refuse(row, { what: "a row", wanted: "an object of columns", example }, context),
  );
  const { name, target, schema, table } = found;
  return expected.every((row) => row !== undefined)
    ? { what: "rows", name, target, schema, table, rows: expected }
    : undefined;
}

interface Shape {
  readonly what: string;
  readonly wanted: string;
  readonly example: string;
}

function refuse(constant: Constant, shape: Shape, { sink }: ExpectationContext): undefined {
  sink.report("RDI2102", constant.span, { ...shape, found: describeConstant(constant) });
  return undefined;
}

interface FoundTable {
  /** As written. */
  readonly name: string;
  readonly target: string;
  readonly schema: string | undefined;
  readonly table: string;
  readonly columns: readonly WrittenColumn[];
}

function tableOf(
  { target, path }: Extract<Expectation, { kind: "rows" }>,
  { world, sink }: ExpectationContext,
): FoundTable | undefined {
  const known = checkTestedTarget(target, "table", { world, sink });
  if (known === undefined) return undefined;
  const table = path.at(-1)?.text ?? "";
  const schema = path.length > 1 ? path[0]?.text : schemaOf(known);
  const tables = world.jobs.flatMap(({ plan }) => plan.tables);
  const same = tables.filter((one) => one.target === target.text && one.schema === schema && one.table === table);
  const name = [target, ...path].map(({ text }) => text).join(".");
  if (same.length > 0) return { name, target: target.text, schema, table, columns: columnsOf(same) };
  const names = [...new Set(tables.map((one) => nameOf(one, world)))];
  const span = cover(target.span, path.at(-1)?.span ?? target.span);
  sink.report("RDI2105", span, { table: name, known: names.slice(0, MOST_NAMES), near: suggest(name, names) });
  return undefined;
}

const MOST_NAMES = 12;

function schemaOf(target: TargetPlan): string | undefined {
  return target.system === "redis" ? undefined : target.schema;
}

function nameOf({ target, schema, table }: TablePlan, { targets }: TestedWorld): string {
  const isDefault = targets.some((one) => one.name === target && schemaOf(one) === schema);
  return (isDefault || schema === undefined ? [target, table] : [target, schema, table]).join(".");
}

function columnsOf(tables: readonly TablePlan[]): readonly WrittenColumn[] {
  const all = tables.flatMap(({ columns, period }) => [...columns, ...periodColumns(period)]);
  return [...new Map(all.map((column) => [column.name, column])).values()];
}

function periodColumns(period: TablePlan["period"]): readonly WrittenColumn[] {
  if (period === undefined) return [];
  const { from, to, current } = period;
  return [
    { name: from, type: { kind: "timestamptz" }, notNull: true },
    { name: to, type: { kind: "timestamptz" }, notNull: false },
    ...(current === undefined ? [] : [{ name: current, type: { kind: "boolean" as const }, notNull: true }]),
  ];
}

function rowOf(
  row: Extract<Constant, { kind: "object" }>,
  { name: table, columns }: FoundTable,
  { sink }: ExpectationContext,
): ExpectedRow | undefined {
  const values = row.entries.map(({ name, span, value }): ExpectedValue | undefined => {
    const column = columns.find((one) => one.name === name);
    if (column === undefined) {
      const known = columns.map((one) => one.name);
      sink.report("RDI2106", span, { table, name, known, near: suggest(name, known) });
      return undefined;
    }
    const text = expectedText(value, column, sink);
    return text === undefined ? undefined : { column: name, text };
  });
  return values.every((value) => value !== undefined) ? { place: placeOf(row.span), values } : undefined;
}
