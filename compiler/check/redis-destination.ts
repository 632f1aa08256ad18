import type { Entry, Into, Name, ObjectExpr, RedisDestination } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { ColumnValue, RedisKeyPlan, TargetPlan, Value } from "../plan/ir.ts";
import type { Walk } from "./clauses.ts";
import { dependsOnClock, dependsOnLookup } from "./clock.ts";
import type { Context } from "./context.ts";
import { infer } from "./expression.ts";
import { placeOf, siteOf } from "./place.ts";
import { checkRedisKind, REDIS_KINDS } from "./redis-kinds.ts";
import { checkRedisOutcomes } from "./redis-outcomes.ts";
import { entryTyped, expiryValue, fieldPart, redisFields, redisText, scoreValue } from "./redis-values.ts";
import type { Scope } from "./scope.ts";
import { requireText } from "./text-of.ts";
import { call } from "./values.ts";

/** An `into` of a Redis key. Its plan depends on no other job. */
export interface CheckedKey {
  readonly job: Name;
  readonly into: Into;
  readonly destination: RedisDestination;
  /** Undefined when the target is unknown or has errors. */
  readonly target: TargetPlan | undefined;
  readonly plan: RedisKeyPlan;
}

/** Undefined when the kind is unknown or the target is none for keys. */
export function checkRedisKey(
  into: Into & { readonly destination: RedisDestination },
  target: TargetPlan | undefined,
  { scope, walk }: { readonly scope: Scope; readonly walk: Walk },
): CheckedKey | undefined {
  const { destination } = into;
  const kind = checkRedisKind(destination.system, walk.sink);
  if (kind === undefined) return undefined;
  checkMode(into, kind, walk);
  const id = walk.claimName(nameOf(destination));
  const place: KeyPlace = { into, kind, id, scope, walk };
  const parts = partsOf(place);
  const key = keyColumns(place);
  const { keep, gone } = checkRedisOutcomes({ ...place, fields: parts.fields, key });
  const columns = [...ownerColumn(kind), ...key, ...parts.columns];
  const { doc, span } = into;
  const text = destination.key.span.file.text.slice(destination.key.span.start + 1, destination.key.span.end - 1);
  const plan: RedisKeyPlan = {
    id,
    doc,
    place: placeOf(span),
    target: into.target.text,
    kind,
    text,
    merge: destination.merge,
    keep,
    volatile: volatileOf(
      columns.filter(({ column }) => column !== "expires"),
      walk,
    ),
    columns,
    gone,
  };
  return { job: walk.job.name, into, destination, target, plan };
}

/** Where the parts of one key stand. */
export interface KeyPlace {
  readonly into: Into & { readonly destination: RedisDestination };
  readonly kind: RedisKeyPlan["kind"];
  readonly id: string;
  readonly scope: Scope;
  readonly walk: Walk;
}

function checkMode({ mode, destination }: KeyPlace["into"], kind: RedisKeyPlan["kind"], { sink }: Walk): void {
  if (mode === "history")
    sink.report("RDI2080", destination.system.span, {
      what: "`history` needs a table",
      why: "A Redis key has no versions.",
      hint: "Write `append into … stream` for a log of all changes.",
    });
  else if (kind === "stream" && mode === "upsert")
    sink.report("RDI2080", destination.system.span, {
      what: "a stream is only appended to",
      why: "Each observed change becomes an entry of its own; nothing in a stream is ever overwritten.",
      hint: "Write `append into`.",
    });
  else if (kind !== "stream" && mode === "append")
    sink.report("RDI2080", destination.system.span, {
      what: `\`append\` needs a stream, not a ${kind}`,
      why: "Only a stream keeps one entry for each change.",
      hint: "Write `stream`, or leave `append` out.",
    });
  if (destination.merge && kind !== "hash" && kind !== "json") sink.report("RDI2081", destination.key.span, { kind });
}

function volatileOf(columns: readonly ColumnValue[], { context }: Walk): RedisKeyPlan["volatile"] {
  if (columns.some(({ value }) => dependsOnClock(value, context))) return "clock";
  return columns.some(({ value }) => dependsOnLookup(value, context)) ? "lookup" : undefined;
}

/** What a file would call it: the letters of the key, such as `by_zip` for `by-zip:{country}`. */
function nameOf({ key, system }: RedisDestination): string {
  const letters = key.parts.flatMap((part) => (part.kind === "text" ? part.text.split(/[^A-Za-z0-9]+/) : []));
  const name = letters.filter((word) => word !== "").join("_");
  return /^[A-Za-z]/.test(name) ? name : `${system.text}_key`;
}

function contextOf({ id, scope, walk }: KeyPlace, name: string, span: Name["span"]): Context {
  const site = siteOf({ kind: "column", table: id, name }, span);
  return { job: walk.context, sink: walk.sink, scope, site, membership: false };
}

/** Whose it is: the source key. Nobody owns what is appended. */
function ownerColumn(kind: RedisKeyPlan["kind"]): readonly ColumnValue[] {
  return kind === "stream" ? [] : [{ column: "owner", value: { kind: "key" } }];
}

function keyColumns(place: KeyPlace): readonly ColumnValue[] {
  const { key, expire } = place.into.destination;
  const context = contextOf(place, "key", key.span);
  const typed = requireText(infer(key, context), context);
  reportClock(typed.value, key.span, place);
  const expires = expiryValue(expire, contextOf(place, "expire", expire?.span ?? key.span));
  return [
    { column: "key", value: never(typed.value, context) },
    { column: "expires", value: expires },
  ];
}

/** A null rejects the key. */
function never(value: Value, context: Context): Value {
  return value.kind === "literal" ? value : call("required", [value], context.site);
}

function reportClock(value: Value, span: Name["span"], { walk }: KeyPlace): void {
  if (dependsOnClock(value, walk.context)) walk.sink.report("RDI2045", span, { what: "which key of the target it is" });
}

interface KeyParts {
  readonly columns: readonly ColumnValue[];
  /** Of a stream's entry, each with its name, if it has one. */
  readonly fields: readonly { readonly name: string | undefined; readonly value: Value }[];
}

function partsOf(place: KeyPlace): KeyParts {
  const { kind, into, walk } = place;
  const { value } = into.destination;
  const fixed = REDIS_KINDS[kind];
  if (fixed !== "any") return { columns: fixedColumns(fixed, place), fields: [] };
  if (kind === "json") {
    const typed = infer(value, contextOf(place, "value", value.span));
    return { columns: [{ column: "value", value: typed.value }], fields: [] };
  }
  reportRepeated(value, walk);
  const fields = value.entries.map((entry) => {
    const name = entry.kind === "spread" ? undefined : entry.name.text;
    return { name, value: fieldPart(entry, contextOf(place, name ?? "fields", entry.span)) };
  });
  return { columns: [{ column: "fields", value: redisFields(fields.map((field) => field.value)) }], fields };
}

/** In an object later entries win; two of one name that are both written out are a mistake. */
function reportRepeated({ entries }: ObjectExpr, { sink }: Walk): void {
  const first = new Map<string, Name["span"]>();
  for (const entry of entries) {
    if (entry.kind === "spread") continue;
    const earlier = first.get(entry.name.text);
    if (earlier !== undefined)
      sink.report("RDI2007", entry.name.span, { what: "the field", name: entry.name.text }, [
        { span: earlier, label: "first listed here" },
      ]);
    first.set(entry.name.text, earlier ?? entry.name.span);
  }
}

type NamedEntry = Exclude<Entry, { kind: "spread" }>;

function fixedColumns(names: readonly string[], place: KeyPlace): readonly ColumnValue[] {
  const { kind, into, walk } = place;
  const { value } = into.destination;
  for (const entry of value.entries) {
    if (entry.kind === "entry" && names.includes(entry.name.text)) continue;
    const name = entry.kind === "spread" ? "..." : entry.name.text;
    const span = entry.kind === "spread" ? entry.span : entry.name.span;
    walk.sink.report("RDI2083", span, { kind, name, names, near: suggest(name, names) });
  }
  reportRepeated(value, walk);
  return names.flatMap((name) => {
    const entry = value.entries.find((one): one is NamedEntry => one.kind === "entry" && one.name.text === name);
    if (entry === undefined) {
      const broken = value.entries.some((one) => one.kind === "spread");
      if (!broken) walk.sink.report("RDI2084", value.span, { kind, name });
      return [];
    }
    return [{ column: name, value: fixedValue(name, entry, place) }];
  });
}

function fixedValue(name: string, entry: NamedEntry, place: KeyPlace): Value {
  const context = contextOf(place, name, entry.span);
  if (name === "score")
    return scoreValue(entry.value ?? { kind: "name", span: entry.name.span, name: entry.name }, context);
  const text = redisText(entryTyped(entry, context), context);
  if (name !== "member") return text;
  reportClock(text, entry.value?.span ?? entry.span, place);
  return never(text, context);
}
