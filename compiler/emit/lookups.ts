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
  const reading = { kind: lookup.kind, members: lookup.members, expiry: false };
  const site = { kind: "let", name: lookup.name, line: lookup.place.line } as const;
  return objectLiteral([
    `cached: ${lookup.cached ?? "undefined"}`,
    `read: ${templateLiteral(readScript(reading))}`,
    `value: ${valueFunction(reading, site, context)}`,
    `probe: ${lookup.probed ? templateLiteral(probeScript(lookup.kind)) : "undefined"}`,
    ...(lookup.probed && lookup.kind === "zset" ? [`member: ${context.imports.value("shortestScore")}`] : []),
  ]);
}
