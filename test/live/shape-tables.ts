/** Tables of the compiler's SQL without its TypeScript: what generated code would hold, put together at run time. */
import { writtenType } from "../../compiler/emit/column-types.ts";
import type { TablePlan } from "../../compiler/plan/ir.ts";
import { jobStatements } from "../../compiler/sql/job-statements.ts";
import type { Parameter, TableStatements } from "../../compiler/sql/statements.ts";
import type { TableColumn } from "../../runtime/destination.ts";
import type { MovedStatement, Statement, Table } from "../../runtime/job.ts";
import * as systems from "../../runtime/sinks/systems.ts";
import { jobOf, type Shape } from "../compiler/sql/shapes.ts";

/** Owners hold their columns, `set` and `setExpired` with what soft deletes write, and `expired`. */
export function tableOf(shape: Shape): Table {
  const [sql] = jobStatements(jobOf(shape));
  if (sql === undefined) throw new Error(`${shape.name} has no statements`);
  const { table } = shape;
  const encode: Encode = (parameters, inputs) => encoded(table.system, parameters, inputs);
  return {
    target: "db",
    schema: table.schema,
    table: table.table,
    site: "shapes.rdi:1",
    mode: table.mode,
    columns: table.columns.map(({ name, type, notNull, sensitive }) => {
      return { name, type: writtenType(type), notNull, sensitive };
    }),
    filled: filledOf(table),
    key: table.key,
    owner: table.owner.map(({ column }) => column),
    rowsOf: () => [],
    ownerOf: () => ({}),
    identityOf: () => "",
    contentOf: () => "",
    writes: sql.writes.map((one) => statementOf(one, encode)),
    insert: sql.insert && statementOf(sql.insert, encode),
    removals: sql.removals.map(({ name, text, owners }) => {
      return { name, text, values: (inputs: readonly object[]) => encode(owners, inputs) };
    }),
    moved: sql.moved.map((one) => movedOf(one, encode)),
    collisions: sql.collisions && { ...statementOf(sql.collisions, encode), keyOf: ([owner]) => owner ?? undefined },
    owners: sql.owners && { ...sql.owners, keyOf: ([owner]) => owner ?? undefined },
  };
}

type Encode = (parameters: readonly Parameter[], inputs: readonly object[]) => readonly unknown[];

function statementOf({ name, text, rows }: TableStatements["writes"][number], encode: Encode): Statement {
  return { name, text, values: (inputs) => encode(rows, inputs) };
}

function movedOf({ name, text, owners, rows }: TableStatements["moved"][number], encode: Encode): MovedStatement {
  return { name, text, ownerValues: (gone) => encode(owners, gone), rowValues: (kept) => encode(rows, kept) };
}

function filledOf({ period }: TablePlan): readonly TableColumn[] {
  if (period === undefined) return [];
  const column = (name: string, type: string, notNull: boolean): TableColumn => ({
    name,
    type,
    notNull,
    sensitive: false,
  });
  return [
    column(period.from, "timestamptz", true),
    column(period.to, "timestamptz", false),
    ...(period.current === undefined ? [] : [column(period.current, "boolean", true)]),
  ];
}

function encoded(
  system: TablePlan["system"],
  parameters: readonly Parameter[],
  inputs: readonly object[],
): readonly unknown[] {
  return parameters.map((parameter) => {
    const encode: unknown = Reflect.get(systems[system], parameter.encoder);
    if (typeof encode !== "function") throw new Error(`there is no encoder ${parameter.encoder}`);
    return encode(inputs.map((input) => read(parameter, input)));
  });
}

function read(parameter: Parameter, input: object): unknown {
  switch (parameter.of) {
    case "column":
      return Reflect.get(input, parameter.column.name);
    case "set":
      return Reflect.get(Reflect.get(input, parameter.by === "expire" ? "setExpired" : "set"), parameter.column.name);
    case "expired":
      return Reflect.get(input, "expired");
  }
}
