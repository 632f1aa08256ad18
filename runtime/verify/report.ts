import { showKey } from "../apply/snapshot.ts";
import type { Destination } from "../destination.ts";
import type { Table } from "../job.ts";
import type { Difference } from "./look.ts";
import type { RouteCounts } from "./verify-route.ts";

/** What `verify --json` prints of one route. */
export interface RouteReport extends RouteCounts {
  readonly route: string;
  readonly seconds: number;
  /** Columns and tables that are passed over, and why. */
  readonly notCompared: readonly NotCompared[];
  /** As many as `--limit` says. */
  readonly differences: readonly ShownDifference[];
}

export interface NotCompared {
  readonly table: string;
  /** Null for the whole table. */
  readonly column: string | null;
  readonly reason: string;
}

export interface ShownDifference {
  readonly key: string;
  /** `stray_row`: its key does not yield it; `gone_key`: its key is gone. */
  readonly kind: Difference["kind"] | "gone_key";
  readonly table: string;
  /** Null where a whole row is missing or too much. */
  readonly column: string | null;
  readonly stored: string | null;
  readonly wanted: string | null;
  /** Of the row, its key columns; of a column, undefined. */
  readonly row: string | null;
  readonly repaired: boolean;
}

const VALUE_LIMIT = 200;

export function shownDifference(key: string, difference: Difference, repaired: boolean): ShownDifference {
  const shown = { key: showKey(key), kind: difference.kind, table: tableName(difference.table), repaired };
  const nothing = { column: null, stored: null, wanted: null, row: null };
  switch (difference.kind) {
    case "column": {
      const { name, sensitive, stored, wanted } = difference.column;
      const show = (value: string | null): string | null => (sensitive && value !== null ? "***" : cut(value));
      return { ...shown, ...nothing, column: name, stored: show(stored), wanted: show(wanted) };
    }
    case "missing_row":
      return { ...shown, ...nothing };
    case "stray_row":
      return {
        ...shown,
        ...nothing,
        kind: difference.isGone ? "gone_key" : "stray_row",
        row: rowText(difference.table, difference.row),
      };
  }
}

export function notCompared(tables: readonly Destination[], comparable: boolean): readonly NotCompared[] {
  return tables.flatMap((table): readonly NotCompared[] => {
    const name = tableName(table);
    if (!comparable) return [{ table: name, column: null, reason: "its target can't compare" }];
    if (table.mode === "append") return [{ table: name, column: null, reason: "rows are only appended" }];
    if (isVolatile(table)) return [{ table: name, column: null, reason: REASONS[table.volatile] }];
    return table.columns.flatMap(({ name: column, volatile }) =>
      volatile === undefined ? [] : [{ table: name, column, reason: REASONS[volatile] }],
    );
  });
}

function isVolatile(table: Destination): table is Destination & { readonly volatile: keyof typeof REASONS } {
  return "volatile" in table && table.volatile !== undefined;
}

const REASONS = { clock: "depends on the clock", lookup: "depends on another key" } as const;

export function reportText(report: RouteReport): string {
  const { route, keys, rows, owners, seconds, differences, differing, repaired, braked } = report;
  const lines = [
    `${route}: ${keys} keys with ${rows} rows, ${owners} owners of rows, in ${seconds.toFixed(1)} s`,
    ...differences.map(differenceLine),
    ...(differing > shownKeys(differences) ? [`  and more; --limit shows them`] : []),
    ...report.notCompared.map(
      ({ table, column, reason }) => `  not compared: ${table}${column === null ? "" : `.${column}`} (${reason})`,
    ),
    ...asides(report),
    ...(braked > 0
      ? [
          `  RDI5042: ${braked} rows whose key is gone are too many to repair: rdi backfill, then rdi resume --accept-deletes`,
        ]
      : []),
    differing === 0
      ? "  equal"
      : `  ${differing} ${differing === 1 ? "key differs" : "keys differ"}${repaired === 0 ? "" : `, ${repaired} repaired`}`,
  ];
  return `${lines.join("\n")}\n`;
}

function shownKeys(differences: readonly ShownDifference[]): number {
  return new Set(differences.map(({ key }) => key)).size;
}

function differenceLine({ key, kind, table, column, stored, wanted, row, repaired }: ShownDifference): string {
  const end = repaired ? " (repaired)" : "";
  switch (kind) {
    case "column":
      return `  ${key}: ${table}.${column} is ${quoted(stored)}, should be ${quoted(wanted)}${end}`;
    case "missing_row":
      return `  ${key}: a row of ${table} is missing${end}`;
    case "stray_row":
      return `  ${key}: does not yield the row of ${table} with ${row}${end}`;
    case "gone_key":
      return `  ${key}: is gone, and the row of ${table} with ${row} is not${end}`;
  }
}

function asides({ rejected, parked, frozen, changing, waiting }: RouteReport): readonly string[] {
  const parts = [
    [rejected, "rejected: rows stay as they were (rdi dlq list)"],
    [parked, "parked: they collide with another key's row"],
    [frozen, "frozen by skip when"],
    [changing, "changed too often to be compared"],
    [waiting, "not applied yet: their changes wait in the stream"],
  ] as const;
  return parts.flatMap(([count, what]) => (count === 0 ? [] : [`  ${count} ${count === 1 ? "key" : "keys"} ${what}`]));
}

function quoted(value: string | null): string {
  return value === null ? "null" : JSON.stringify(value);
}

function rowText({ key, columns }: Destination, row: readonly (string | null)[]): string {
  const isSensitive = (name: string): boolean => columns.some((column) => column.name === name && column.sensitive);
  return key.map((name, at) => `${name} = ${isSensitive(name) ? "***" : (cut(row[at] ?? null) ?? "null")}`).join(", ");
}

function cut(value: string | null): string | null {
  return value !== null && value.length > VALUE_LIMIT ? `${value.slice(0, VALUE_LIMIT)}…` : value;
}

function tableName(place: Destination | Table): string {
  const schema = "schema" in place ? place.schema : undefined;
  return schema === undefined ? place.table : `${schema}.${place.table}`;
}
