import type { SitePlan } from "../plan/ir.ts";
import type { JobContext } from "./job-context.ts";
import { stringLiteral } from "./literals.ts";
import { propertyName } from "./names.ts";
import type { Reading } from "./read-script.ts";

/** From the parts that a script read to the value as the mapping takes it. `site` is where a text points to that is no JSON. */
export function valueFunction(reading: Reading, site: SitePlan, context: JobContext): string {
  const { kind, members, expiry } = reading;
  // The expiry is the first part.
  const first = expiry ? 1 : 0;
  if (members.length === 0) return `() => ({})`;
  const all = expiry ? "all().slice(1)" : "all()";
  switch (kind) {
    case "hash":
      if (members === "all") return `(_part, all) => ${context.imports.value("hashMap")}(${all})`;
      return `(part) => ({ ${members.map(([field = ""], at) => `${propertyName(field)}: part(${first + at})`).join(", ")} })`;
    case "zset":
      return `(_part, all) => ${context.imports.value("scoreMap")}(${all})`;
    case "set":
    case "list":
      return `(_part, all) => ${context.imports.value("rawList")}(${all})`;
    case "string":
      return `(part) => part(${first})`;
    case "json":
      return documentReader(reading, site, context);
  }
}

function documentReader({ members, expiry }: Reading, site: SitePlan, context: JobContext): string {
  const at = context.sites.refer(site);
  // Part 0, or 1 behind the expiry, tells the form.
  if (members === "all") return `(part) => ${context.imports.value("parseJson")}(part(${expiry ? 2 : 1}), ${at})`;
  const paths = members.map((steps) => `[${steps.map(stringLiteral).join(", ")}]`).join(", ");
  return `${context.imports.value("documentReader")}([${paths}], ${at}${expiry ? ", 1" : ""})`;
}
