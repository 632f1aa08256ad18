import type { ObjectExpr, Outcome } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { ColumnValue, RedisKeyPlan, Value } from "../plan/ir.ts";
import type { Context } from "./context.ts";
import { goneRow, isMissing } from "./gone-row.ts";
import { siteOf } from "./place.ts";
import type { KeyPlace } from "./redis-destination.ts";
import { entryTyped, fieldPair, redisFields, redisText } from "./redis-values.ts";
import { bindNames } from "./scope.ts";

export interface RedisOutcomesInput extends KeyPlace {
  /** Of a stream's entry. */
  readonly fields: readonly { readonly name: string | undefined; readonly value: Value }[];
  /** The key and its expiry. */
  readonly key: readonly ColumnValue[];
}

/** What becomes of what a source key no longer yields: removed, or kept; for a stream nothing, or one more entry. */
export function checkRedisOutcomes(input: RedisOutcomesInput): Pick<RedisKeyPlan, "keep" | "gone"> {
  const { into, walk } = input;
  const [first, second] = into.outcomes.filter(({ event }) => event === "delete");
  if (first !== undefined && second !== undefined)
    walk.sink.report("RDI2007", second.span, { what: "`on delete`", name: "" }, [
      { span: first.span, label: "first here" },
    ]);
  const meant = into.outcomes.filter((one) => hasMeaning(one, input));
  const outcome = meant.find((one) => one === first);
  if (outcome?.set !== undefined) return { keep: true, gone: goneEntry(outcome.set, input) };
  return { keep: input.kind === "stream" || outcome?.action === "keep", gone: undefined };
}

function hasMeaning({ event, action, span }: Outcome, { kind, walk }: RedisOutcomesInput): boolean {
  const what = `\`on ${event} ${action}\``;
  if (event === "expire") {
    const why =
      "What is written to a Redis does not remember when its source key was to expire: that counts as a delete.";
    walk.sink.report("RDI2048", span, { what, why, hint: "Use `on delete`, or give the key an `expire` of its own." });
    return false;
  }
  if (kind === "stream" && action !== "set") {
    const why = "`append` never changes or removes an entry that is there.";
    walk.sink.report("RDI2048", span, { what, why, hint: "Leave it out: nothing is appended then." });
    return false;
  }
  if (kind !== "stream" && action === "set") {
    const why = "A key of a Redis that its source key no longer yields is removed or kept.";
    walk.sink.report("RDI2048", span, {
      what,
      why,
      hint: "Write `on delete keep`, or leave it out to have it removed.",
    });
    return false;
  }
  return true;
}

/** The entry that a removal appends: what `set` says, captures, and nothing of what was read. */
function goneEntry(set: ObjectExpr, input: RedisOutcomesInput): readonly ColumnValue[] {
  const { fields, key, walk } = input;
  const columns = fields.map(({ name, value }, at) => ({ column: name ?? `...${at}`, value: valueOf(value, name) }));
  const values = setFields(set, input);
  const gone = goneRow([...key, ...columns], { kind: "set", columns: values, marks: [] }, walk.context) ?? [];
  for (const { column, value } of gone) {
    if (column !== "key" || !(isMissing(value) || isNullText(value))) continue;
    const when = "For a removal all fields are null, so the stream's key would be null every time.";
    walk.sink.report("RDI2028", input.into.destination.key.span, { column, when });
  }
  const parts = gone
    .slice(key.length)
    .map(({ column, value }, at) => (fields[at]?.name === undefined ? value : fieldPair(column, value)));
  return [...gone.slice(0, key.length), { column: "fields", value: redisFields(parts) }];
}

/** `required(concat("a:", null))`: a hole of the key that is null whatever the key is. */
function isNullText(value: Value): boolean {
  const [text] = value.kind === "call" && value.fn === "required" ? value.args : [];
  if (text?.kind !== "call" || text.fn !== "concat") return false;
  return text.args.some((part) => part.kind === "literal" && part.value === null);
}

/** Of `["city", value]` the value. */
function valueOf(part: Value, name: string | undefined): Value {
  return name !== undefined && part.kind === "list" ? (part.items[1] ?? part) : part;
}

function setFields(set: ObjectExpr, { fields, id, walk }: RedisOutcomesInput): readonly ColumnValue[] {
  const listed = fields.flatMap(({ name }) => name ?? []);
  return set.entries.flatMap((entry) => {
    if (entry.kind === "spread") {
      walk.sink.report("RDI2048", entry.span, { what: "`...`", why: "`set` lists its fields.", hint: undefined });
      return [];
    }
    const name = entry.name.text;
    if (!listed.includes(name)) {
      walk.sink.report("RDI2019", entry.name.span, { name, near: suggest(name, listed) });
      return [];
    }
    const context: Context = {
      job: { ...walk.context, reads: undefined, place: "outcome", inferred: new Map() },
      sink: walk.sink,
      site: siteOf({ kind: "column", table: id, name }, entry.span),
      scope: bindNames(undefined, []),
      membership: false,
    };
    return [{ column: name, value: redisText(entryTyped(entry, context), context) }];
  });
}
