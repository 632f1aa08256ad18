import type { SitePlan } from "../plan/ir.ts";
import { captureNames, usedCaptures } from "./interfaces.ts";
import type { JobContext } from "./job-context.ts";
import { stringLiteral, templateLiteral } from "./literals.ts";
import { lookupsObject } from "./lookups.ts";
import { propertyName } from "./names.ts";
import { readScript } from "./read-script.ts";
import { valueFunction } from "./value-function.ts";

/** The properties `captures`, `read`, `value` and `lookups` of the exported job. */
export function readProperties(context: JobContext): readonly string[] {
  const { job } = context;
  const { sensitive } = job.read;
  const masked = sensitive === "all" ? `"all"` : `[${sensitive.map(stringLiteral).join(", ")}]`;
  return [
    `captures: ${capturesFunction(context)}`,
    `read: { text: ${templateLiteral(readScript(job.read))}, sensitive: ${masked} }`,
    `value: ${valueFunction(job.read, valueSite(context), context)}`,
    `lookups: ${lookupsObject(context)}`,
  ];
}

/** `key`, the captures that are used, and `expires_at`, whose name no capture can have. */
function capturesFunction(context: JobContext): string {
  const groups = captureNames(context);
  const captures = usedCaptures(context).map((name) => `${propertyName(name)}: capture(${groups.indexOf(name) + 1})`);
  const key = context.uses.key ? ["key: capture(0)"] : [];
  const expiry = context.job.read.expiry ? [`expires_at: ${expiryText(context)}`] : [];
  const usesCapture = key.length + captures.length > 0;
  const parameters = expiry.length > 0 ? `${usesCapture ? "capture" : "_capture"}, part` : usesCapture ? "capture" : "";
  return `(${parameters}) => ({ ${[...key, ...captures, ...expiry].join(", ")} })`;
}

function expiryText(context: JobContext): string {
  const site: SitePlan = { kind: "let", name: "expires_at", line: context.job.place.line };
  return `${context.imports.value("expiryOf")}(part(0), ${context.sites.refer(site)})`;
}

function valueSite({ job }: JobContext): SitePlan {
  return { kind: "let", name: "value", line: job.place.line };
}
