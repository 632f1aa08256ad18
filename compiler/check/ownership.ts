import type { OwnerPlan } from "../plan/ir.ts";
import { typeText } from "./column-types.ts";
import type { CheckedColumn, CheckedTable } from "./into.ts";
import { ownerSource } from "./owner-source.ts";
import type { Pattern } from "./pattern.ts";
import { redisKeyColumn } from "./owner-fix.ts";
import type { Sink } from "./sink.ts";
import type { Span } from "../../grammar/source.ts";

/** What the ownership of one table is decided from. */
export interface OwnershipInput {
  readonly table: CheckedTable;
  readonly pattern: Pattern;
  /** The span of the pattern's text. */
  readonly patternSpan: Span;
  /** Columns whose constant tells this `into` from another one of the same table. */
  readonly tellingApart: ReadonlySet<string>;
}

/**
 * The owner columns: exactly a capture or `@key`, and constants that are in `key` or tell two `into` of one table apart.
 * Together they must determine the Redis key, because a row is found again by them alone.
 */
export function checkOwnership(input: OwnershipInput, sink: Sink): readonly OwnerPlan[] {
  const { table, tellingApart } = input;
  // What is appended is never found again.
  if (table.into.mode === "append") return [];
  const key = new Set(table.destination.key?.names.map((name) => name.text));
  const owners = table.columns.filter(({ column: { name }, source }) => {
    return source !== undefined && (source.kind !== "constant" || key.has(name.text) || tellingApart.has(name.text));
  });
  const missing = missingCaptures(owners, input);
  if (missing !== undefined) {
    if (!explainedElsewhere(missing, input)) reportMissing(missing, input, sink);
  } else if (key.size > 0) warnOfSharedRows(owners, key, input, sink);
  owners.forEach((owner) => checkOwnerType(owner, sink));
  return owners.flatMap(({ column, source }) =>
    source === undefined ? [] : [{ column: column.name.text, from: withoutText(source) }],
  );
}

function withoutText(source: NonNullable<CheckedColumn["source"]>): OwnerPlan["from"] {
  return source.kind === "constant" ? { kind: "constant" } : source;
}

/** The captures that no owner column holds; undefined when the owner columns determine the key. */
function missingCaptures(owners: readonly CheckedColumn[], { pattern }: OwnershipInput): readonly string[] | undefined {
  if (determinesKey(owners, pattern)) return undefined;
  const held = new Set(owners.map(({ source }) => (source?.kind === "capture" ? source.name : undefined)));
  return [...pattern.captures.keys()].filter((name) => !held.has(name));
}

function determinesKey(owners: readonly CheckedColumn[], pattern: Pattern): boolean {
  if (owners.some(({ source }) => source?.kind === "key")) return true;
  if (pattern.captures.size === 0) return owners.length > 0;
  const held = new Set(owners.map(({ source }) => (source?.kind === "capture" ? source.name : undefined)));
  return [...pattern.captures.keys()].every((name) => held.has(name));
}

/** True when a column would hold what is missing, but for its type or a misspelled capture, which is reported already. */
function explainedElsewhere(missing: readonly string[], { table, pattern }: OwnershipInput): boolean {
  const checked = new Set(table.columns.map(({ column }) => column));
  return table.destination.columns.some((column) => {
    const source = column.value === undefined ? undefined : ownerSource(column.value);
    if (source?.kind === "key") return !checked.has(column);
    if (source?.kind !== "capture") return false;
    return pattern.captures.has(source.name) ? missing.includes(source.name) : true;
  });
}

function reportMissing(missing: readonly string[], { table, patternSpan }: OwnershipInput, sink: Sink): void {
  const { destination } = table;
  const bare = destination.columns.find((column) => missing.includes(column.name.text) && column.value === undefined);
  const type = bare === undefined ? "" : bare.type.span.file.text.slice(bare.type.span.start, bare.type.span.end);
  sink.report(
    "RDI2040",
    table.path,
    {
      missing,
      bare: bare === undefined ? undefined : { column: bare.name.text, type },
      fix: bare === undefined ? redisKeyColumn(destination) : undefined,
    },
    [
      {
        span: patternSpan,
        label: missing.length === 0 ? "this pattern has no captures" : "the captures of this pattern",
      },
    ],
  );
}

const INEXACT: ReadonlySet<string> = new Set(["real", "double", "char", "json"]);

function checkOwnerType({ column, type }: CheckedColumn, sink: Sink): void {
  if (INEXACT.has(type.kind))
    sink.report("RDI2041", column.type.span, { column: column.name.text, type: typeText(type) });
}

function warnOfSharedRows(
  owners: readonly CheckedColumn[],
  key: ReadonlySet<string>,
  { table, pattern }: OwnershipInput,
  sink: Sink,
): void {
  const listed = new Set(table.destination.columns.map(({ name }) => name.text));
  if (![...key].every((name) => listed.has(name))) return;
  const outside = owners.filter(({ column }) => !key.has(column.name.text));
  const inside = owners.filter(({ column }) => key.has(column.name.text));
  const apart = outside.every(({ source }) => source?.kind !== "constant");
  if (outside.length === 0 || (apart && determinesKey(inside, pattern))) return;
  const missing = outside.map(({ column }) => column.name.text);
  sink.report("RDI2071", table.destination.key?.span ?? table.path, { missing, key: [...key] });
}
