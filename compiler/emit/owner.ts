import type { ColumnPlan, ColumnValue, TablePlan, Value } from "../plan/ir.ts";
import { sentColumns, type SetBy } from "../sql/soft-delete.ts";
import type { Parameter } from "../sql/statements.ts";
import { objectLiteral, typeAlias, type Declaration } from "./declarations.ts";
import { expression } from "./expression.ts";
import type { JobContext } from "./job-context.ts";
import { stringLiteral } from "./literals.ts";
import { propertyName, propertyOf } from "./names.ts";

/** `type CustomersOwner = Pick<CustomersRow, "id">;`, with what else the table's removals need. */
export function ownerType(table: TablePlan, context: JobContext): Declaration {
  const { ownerType, rowType } = context.tableNames(table);
  const pick = (columns: readonly string[]): string =>
    `Pick<${rowType}, ${columns.length === 0 ? "never" : columns.map(stringLiteral).join(" | ")}>`;
  const { sets, expired } = ownerExtras(table);
  const more = [
    ...sets.map(({ name, columns }) => `readonly ${name}: ${pick(columns.map(({ column }) => column))}`),
    ...(expired === undefined ? [] : [`readonly ${expired}: ${context.imports.type("Instant")} | null`]),
  ];
  const owner = pick(table.owner.map(({ column }) => column));
  return typeAlias(ownerType, more.length === 0 ? owner : `${owner} & { ${more.join("; ")} }`);
}

/** `(key) => ({ id: … })`, with the same expressions as in the mapping: they depend on the key alone. */
export function ownerOf(table: TablePlan, context: JobContext): string {
  const { sets, expired } = ownerExtras(table);
  const owner = table.owner.map(({ column }) => ({ column, value: columnOf(table, column).value }));
  const sent = sets.map(({ name, columns }) => {
    return `${name}: ${objectLiteral(columns.map((value) => columnValue(value, context)))}`;
  });
  const properties = [
    ...owner.map((value) => columnValue(value, context)),
    ...sent,
    ...(expired === undefined ? [] : [`${expired}: gone ? now : null`]),
  ];
  const values = [...owner, ...sets.flatMap(({ columns }) => columns)].map(({ value }) => value);
  const parameters = parameterList([
    ["key", mentions(values, ["key", "capture"])],
    ["now", expired !== undefined || mentions(values, ["now"])],
    ["gone", expired !== undefined],
  ]);
  return `${parameters} => (${objectLiteral(properties)})`;
}

/** `goneRow: (key, now) => ({ … })`, where a removal appends a row. */
export function goneRow(table: Pick<TablePlan, "gone">, context: JobContext): readonly string[] {
  if (table.gone === undefined) return [];
  const values = table.gone.map(({ value }) => value);
  const parameters = parameterList([
    ["key", mentions(values, ["key", "capture"])],
    ["now", mentions(values, ["now"])],
  ]);
  return [`goneRow: ${parameters} => (${objectLiteral(table.gone.map((value) => columnValue(value, context)))})`];
}

/** Reads a parameter's value of an owner: `owner.id`, `owner.set.deleted_at`, `owner.expired`. */
export function ownerValue(parameter: Parameter, table: TablePlan): string {
  const { sets, expired = "" } = ownerExtras(table);
  switch (parameter.of) {
    case "column":
      return propertyOf("owner", parameter.column.name);
    case "set": {
      const set = sets.find(({ by }) => by === parameter.by);
      return propertyOf(`owner.${set?.name ?? ""}`, parameter.column.name);
    }
    case "expired":
      return `owner.${expired}`;
  }
}

export function columnOf(table: TablePlan, name: string): ColumnPlan {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`the plan names the column ${name}, which ${table.table} does not have`);
  return column;
}

interface Extras {
  readonly sets: readonly { readonly by: SetBy; readonly name: string; readonly columns: readonly ColumnValue[] }[];
  readonly expired: string | undefined;
}

/** Properties beside the owner columns, under names that no owner column has. */
export function ownerExtras(table: TablePlan): Extras {
  const name = (wanted: string): string => {
    return table.owner.some(({ column }) => column === wanted) ? name(`${wanted}_`) : wanted;
  };
  const sets = (["delete", "expire"] as const)
    .map((by) => ({ by, name: name(by === "delete" ? "set" : "setExpired"), columns: sentColumns(table, by) }))
    .filter(({ columns }) => columns.length > 0);
  return { sets, expired: expires(table) ? name("expired") : undefined };
}

/** Whether rows of an expired key fare otherwise than those of a deleted one. */
function expires({ onDelete, onExpire }: TablePlan): boolean {
  if (onExpire === undefined) return false;
  return onDelete.kind === "set" || onExpire.outcome.kind !== onDelete.kind;
}

function columnValue({ column, value }: ColumnValue, context: JobContext): string {
  return `${propertyName(column)}: ${expression(value, context)}`;
}

/** Parameters up to the last one in use; an unused one before it is marked by an underscore. */
function parameterList(parameters: readonly (readonly [name: string, used: boolean])[]): string {
  const kept = parameters.slice(0, parameters.findLastIndex(([, used]) => used) + 1);
  return `(${kept.map(([name, used]) => (used ? name : `_${name}`)).join(", ")})`;
}

/** Whether a value of one of these kinds occurs somewhere in the values. */
function mentions(values: unknown, kinds: readonly Value["kind"][]): boolean {
  if (typeof values !== "object" || values === null) return false;
  if ("kind" in values && kinds.some((kind) => kind === values.kind)) return true;
  return Object.values(values).some((value) => mentions(value, kinds));
}
