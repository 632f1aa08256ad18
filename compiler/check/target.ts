import type { Target } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { SettingPlan, TargetPlan } from "../plan/ir.ts";
import { checkSecrets } from "./secrets.ts";
import { constantText, indirectText } from "./setting-kinds.ts";
import { checkUrl, IN_URL } from "./setting-urls.ts";
import { readSettings } from "./settings.ts";
import type { SettingTable } from "./settings.ts";
import type { Sink } from "./sink.ts";

const POSTGRES: SettingTable<{ url: SettingPlan; schema: string }> = {
  where: "a `postgres` target",
  kinds: { url: indirectText, schema: constantText },
  notYet: {
    user: IN_URL,
    username: IN_URL,
    password: IN_URL,
    tls: "Use `sslmode` in the URL.",
    ca: undefined,
    prepare: undefined,
  },
};

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

const KNOWN = ["postgres", "redis"];

/** Known systems that are not compiled yet. */
const NOT_YET = ["sqlserver", "mysql", "mariadb", "sqlite", "cassandra", "snowflake", "oracle", "mongodb"];

/** Undefined when it has errors. */
export function checkTarget(target: Target, sink: Sink): TargetPlan | undefined {
  checkSecrets(target.settings, variableOf(target), sink);
  switch (target.system.text) {
    case "postgres":
      return checkPostgres(target, sink);
    case "redis":
      return checkRedis(target, sink);
    default:
      unknownSystem(target, sink);
      return undefined;
  }
}

function checkPostgres(target: Target, sink: Sink): TargetPlan | undefined {
  const { values, spans } = readSettings(target.settings, POSTGRES, sink);
  requireUrl(target, spans.has("url"), sink);
  checkUrl(target.settings, values.url, ["postgres://", "postgresql://"], sink);
  const { url, schema } = values;
  return url === undefined ? undefined : { name: target.name.text, system: "postgres", url, schema };
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
  const near = name === "postgresql" || name === "pg" ? ["postgres"] : suggest(name, KNOWN);
  sink.report("RDI2002", system.span, { what: "target", name, known: KNOWN, near });
}
