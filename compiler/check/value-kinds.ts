import type { Name } from "../../grammar/ast.ts";
import type { Span } from "../../grammar/source.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { Value, ValueKind } from "../plan/ir.ts";
import { RAW_ELEMENT } from "./elements.ts";
import type { Sink } from "./sink.ts";
import type { Typed } from "./types.ts";

export const VALUE_KINDS: readonly ValueKind[] = ["hash", "json", "set", "zset", "list", "string"];

/** The kind after `from` or in a `lookup`. */
export function checkValueKind({ text, span }: Name, sink: Sink): ValueKind | undefined {
  const kind = VALUE_KINDS.find((known) => known === text);
  if (kind === undefined)
    sink.report("RDI2002", span, {
      what: "Redis value",
      name: text,
      known: VALUE_KINDS,
      near: suggest(text, VALUE_KINDS),
    });
  return kind;
}

/** What `@value` is in a job of that kind. */
export function valueOfKind(kind: ValueKind, value: Value, span: Span, nullable: boolean): Typed {
  switch (kind) {
    case "hash":
    case "zset":
      return { kind: "map", span, value, nullable, element: RAW_ELEMENT, names: "raw" };
    case "set":
    case "list":
      return { kind: "list", span, value, nullable, element: RAW_ELEMENT };
    case "json":
      return { kind: "json", span, value, raw: value, nullable: true };
    case "string":
      return { kind: "raw", span, value, raw: value, nullable };
  }
}

/** Whether bare names are fields: of a hash, or of the object at a document's root. */
export function hasFields(kind: ValueKind): kind is "hash" | "json" {
  return kind === "hash" || kind === "json";
}
