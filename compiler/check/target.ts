import type { Target } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { SettingPlan, TableTargetPlan, TargetOption, TargetPlan } from "../plan/ir.ts";
import { dialectOf, isSystem, SYSTEMS, type System } from "../sql/dialects.ts";
import { checkSecrets } from "./secrets.ts";
import { indirectText } from "./setting-kinds.ts";
import { checkUrl, IN_URL } from "./setting-urls.ts";
import { readSettings } from "./settings.ts";
import type { SettingTable } from "./settings.ts";
import type { Sink } from "./sink.ts";

const REDIS: SettingTable<{ url: SettingPlan }> = {
  where: "a `redis` target",
  kinds: { url: indirectText },
  notYet: {
    user: IN_URL,
    username: IN_URL,
    password: IN_URL,
    tls: "Use a `rediss://` URL.",
    ca: undefined,
    sentinel: undefined,
    nodes: undefined,
  },
};

const KNOWN = [...SYSTEMS, "redis"];

/** Known systems that are not compiled yet. */
const NOT_YET = ["sqlserver", "mysql", "mariadb", "sqlite", "cassandra", "snowflake", "oracle", "mongodb"].filter(
  (word) => !isSystem(word),
);

/** Undefined when it has errors. */
export function checkTarget(target: Target, sink: Sink): TargetPlan | undefined {
  checkSecrets(target.settings, variableOf(target), sink);
  const word = target.system.text;
  if (isSystem(word)) return checkTables(target, word, sink);
  if (word === "redis") return checkRedis(target, sink);
  unknownSystem(target, sink);
  return undefined;
}

function checkTables(target: Target, system: System, sink: Sink): TargetPlan | undefined {
  const { settings, schemes } = dialectOf(system);
  const { values, spans } = readSettings(target.settings, settings, sink);
  const { url, schema, ...options } = values;
  requireUrl(target, spans.has("url"), sink);
  checkUrl(target.settings, url, schemes, sink);
  if (url === undefined) return undefined;
  return { name: target.name.text, system, url, schema, options: defined(options) };
}

function defined(options: Readonly<Record<string, TargetOption | undefined>>): TableTargetPlan["options"] {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function checkRedis(target: Target, sink: Sink): TargetPlan | undefined {
  const { values, spans } = readSettings(target.settings, REDIS, sink);
  requireUrl(target, spans.has("url"), sink);
  checkUrl(target.settings, values.url, ["redis://", "rediss://"], sink);
  return values.url === undefined ? undefined : { name: target.name.text, system: "redis", url: values.url };
}

function requireUrl(target: Target, isThere: boolean, sink: Sink): void {
  const example = `env("${variableOf(target)}_URL")`;
  if (!isThere) sink.report("RDI2010", target.name.span, { where: "a target", name: "url", example });
}

function variableOf({ name }: Target): string {
  return name.text.toUpperCase().replaceAll(/\W/g, "_");
}

function unknownSystem({ system }: Target, sink: Sink): void {
  const name = system.text;
  if (NOT_YET.includes(name)) {
    const what = `targets of the kind \`${name}\``;
    sink.report("RDI2060", system.span, { what, meanwhile: "Use a `postgres` target." });
    return;
  }
  const meant = SYSTEMS.filter((system) => dialectOf(system).aliases.includes(name));
  const near = meant.length > 0 ? meant : suggest(name, KNOWN);
  sink.report("RDI2002", system.span, { what: "target", name, known: KNOWN, near });
}
