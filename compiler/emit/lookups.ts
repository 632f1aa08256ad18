import type { LookupPlan } from "../plan/ir.ts";
import { objectLiteral } from "./declarations.ts";
import type { JobContext } from "./job-context.ts";
import { templateLiteral } from "./literals.ts";
import { propertyName } from "./names.ts";
import { probeScript, readScript } from "./read-script.ts";
import { valueFunction } from "./value-function.ts";

/** `{ country: { cached: 60000, read: …, value: …, probe: undefined } }`: one `LookupScript` a lookup. */
export function lookupsObject(context: JobContext): string {
  const { lookups } = context.job;
  if (lookups.length === 0) return "{}";
  return objectLiteral(lookups.map((lookup) => `${propertyName(lookup.name)}: ${lookupObject(lookup, context)}`));
}

function lookupObject(lookup: LookupPlan, context: JobContext): string {
  const { kind, members } = lookup;
  const reading = members && { kind, members, expiry: false };
  const site = { kind: "let", name: lookup.name, line: lookup.place.line } as const;
  return objectLiteral([
    `cached: ${lookup.cached ?? "undefined"}`,
    `read: ${reading ? templateLiteral(readScript(reading)) : "undefined"}`,
    `value: ${reading ? valueFunction(reading, site, context) : "() => null"}`,
    `probe: ${lookup.probed ? templateLiteral(probeScript(kind)) : "undefined"}`,
    ...(lookup.probed && kind === "zset" ? [`member: ${context.imports.value("shortestScore")}`] : []),
  ]);
}
