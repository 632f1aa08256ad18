/** Random batches for the shapes that the model of the SQL knows, and what is compared of their outcome. */
import type { ColumnPlan, TablePlan } from "../../compiler/plan/ir.ts";
import { sentColumns, type SetBy } from "../../compiler/sql/soft-delete.ts";
import type { CommitResult, TableWrite } from "../../runtime/sinks/sink.ts";
import { exact } from "../../runtime/values/exact.ts";
import { instant, type Instant } from "../../runtime/values/instant.ts";
import type { Shape } from "../compiler/sql/shapes.ts";
import type { Random } from "../support/random.ts";

export const MODELLED_SHAPES = [
  "one-owner",
  "two-owners",
  "keep",
  "key-only",
  "moved",
  "part-of-key",
  "constant-in-key",
  "constant-beside-key",
  "constants-only",
  "constants-and-payload-key",
  "clock",
  "nothing-but-clock",
  "soft-delete",
  "soft-delete-moved",
  "soft-delete-constant",
  "expire-keep",
  "delete-keep-expire-remove",
  "expire-remove",
  "expire-set-moved",
  "append",
  "history",
  "history-keep",
  "history-moved",
];

/** Which rows collide, and with whom. */
export function collisionsOf(result: CommitResult): readonly string[] {
  if (result.kind === "committed") return [];
  return result.collisions.map(({ index, ownerKey = "nobody" }) => `${index} ${ownerKey}`).sort();
}

export interface Chance {
  readonly dice: Random;
  readonly now: Instant;
}

/** A few keys, each with a few rows; no two rows of the batch have one `key`, as the runtime sees to. */
export function randomBatch({ table }: Shape, chance: Chance): Omit<TableWrite, "table"> {
  const { dice } = chance;
  const rows: object[] = [];
  const owners: object[] = [];
  const absent: object[] = [];
  const taken = new Set<string>();
  const keys = new Set(Array.from({ length: dice.int(1, 3) }, () => dice.int(1, 3)));
  for (const key of keys) {
    const own = Array.from({ length: dice.int(0, table.mode === "append" ? 2 : 3) }, () =>
      randomRow(table, key, chance),
    );
    const distinct = own.filter((row) => {
      const identity = table.key.map((column) => String(Reflect.get(row, column))).join(" ");
      const isNew = table.mode === "append" || !taken.has(identity);
      taken.add(identity);
      return isNew;
    });
    const owner = ownerOf(table, key, { gone: own.length === 0, ...chance });
    owners.push(owner);
    if (distinct.length === 0) absent.push(owner);
    rows.push(...distinct);
    // Without captures there is one owner.
    if (table.owner.every(({ from }) => from.kind === "constant")) break;
  }
  return { rows, owners, absent };
}

function randomRow(table: TablePlan, key: number, chance: Chance): object {
  const live = new Set(
    [table.onDelete, table.onExpire?.outcome].flatMap((one) => (one?.kind === "set" ? one.marks : [])),
  );
  const entries = table.columns.map((column) => {
    const isOwner = table.owner.some((owner) => owner.column === column.name);
    if (column.value.kind === "literal" && (isOwner || live.has(column.name))) return [column.name, column.value.value];
    if (isOwner) return [column.name, ownerValue(column, key)];
    if (column.volatile === "clock") return [column.name, chance.now];
    return [column.name, randomValue(column, chance.dice, table.key.includes(column.name))];
  });
  return Object.fromEntries(entries);
}

function ownerValue({ type }: ColumnPlan, key: number): unknown {
  return type.kind === "bigint" ? BigInt(key) : type.kind === "int" ? key : `k${key}`;
}

function randomValue({ type }: ColumnPlan, dice: Random, isKey: boolean): unknown {
  if (!isKey && dice.chance(0.2)) return null;
  const digit = dice.int(1, isKey ? 4 : 2);
  switch (type.kind) {
    case "int":
      return digit;
    case "bigint":
      return BigInt(digit);
    case "numeric":
      return exact(`${digit}.50`);
    case "double":
      return digit / 2;
    case "timestamptz":
      return seconds(digit * 600);
    case "json":
      return `j${digit}`;
    default:
      return `v${digit}`;
  }
}

function ownerOf(table: TablePlan, key: number, { dice, now, gone }: Chance & { readonly gone: boolean }): object {
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const own = table.owner.flatMap(({ column: name, from }) => {
    const column = columns.get(name);
    return column === undefined || from.kind === "constant" ? [] : [[name, ownerValue(column, key)]];
  });
  const sent = (by: SetBy): object =>
    Object.fromEntries(
      sentColumns(table, by).map(({ column }) => [
        column,
        columns.get(column)?.type.kind === "timestamptz" ? now : "yes",
      ]),
    );
  const expired = gone && dice.chance(0.8) ? now : null;
  return { ...Object.fromEntries(own), set: sent("delete"), setExpired: sent("expire"), expired };
}

export function seconds(count: number): Instant {
  return instant(BigInt(count) * 1_000_000n);
}
