import type { ObjectExpr, Source, Target } from "../../grammar/ast.ts";
import { suggest } from "../../grammar/suggest.ts";
import type { SettingPlan, SourcePlan, TargetPlan } from "../plan/ir.ts";
import { checkSecrets } from "./secrets.ts";
import { constantText, indirectText, whole, word } from "./setting-kinds.ts";
import { readSettings } from "./settings.ts";
import type { SettingTable } from "./settings.ts";
import type { Sink } from "./sink.ts";

const IN_URL = "Put it into the URL, and read that with `env(…)`.";

const SOURCE: SettingTable<SourcePlan & { guarantee: "at_least_once" }> = {
  where: "a `source redis`",
  kinds: {
    url: indirectText,
    capture: word("auto", "replication"),
    guarantee: word("at_least_once"),
    evictions: word("refuse", "remove"),
    lanes: whole(1, 256),
  },
  notYet: {
    stream_budget: undefined,
    user: IN_URL,
    username: IN_URL,
    password: IN_URL,
    tls: "Use a `rediss://` URL.",
    ca: undefined,
    sentinel: undefined,
    nodes: undefined,
  },
  wordsNotYet: { capture: ["tracking", "notifications"] },
};

const TARGET: SettingTable<{ url: SettingPlan; schema: string }> = {
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

export const defaultLanes = 1;

/** Undefined when it has errors. */
export function checkSource(source: Source, sink: Sink): SourcePlan | undefined {
  const system = source.system.text;
  if (system !== "redis") {
    sink.report("RDI2002", source.system.span, {
      what: "source",
      name: system,
      known: ["redis"],
      near: suggest(system, ["redis"]),
    });
    return undefined;
  }
  checkSecrets(source.settings, "REDIS", sink);
  const { values, spans } = readSettings(source.settings, SOURCE, sink);
  if (!spans.has("url"))
    sink.report("RDI2010", source.system.span, {
      where: "a source",
      name: "url",
      example: 'env("REDIS_URL", "redis://localhost:6379")',
    });
  checkUrl(source.settings, values.url, ["redis://", "rediss://"], sink);
  if (values.url === undefined) return undefined;
  const { url, capture = "auto", evictions = "refuse", lanes = defaultLanes, guarantee } = values;
  return { url, capture, guarantee, evictions, lanes };
}

const NOT_YET_SYSTEMS = [
  "redis",
  "sqlserver",
  "mysql",
  "mariadb",
  "sqlite",
  "cassandra",
  "snowflake",
  "oracle",
  "mongodb",
];

export function checkTarget(target: Target, sink: Sink): TargetPlan | undefined {
  const system = target.system.text;
  const variable = target.name.text.toUpperCase().replaceAll(/\W/g, "_");
  checkSecrets(target.settings, variable, sink);
  if (system !== "postgres") {
    unknownSystem(target, sink);
    return undefined;
  }
  const { values, spans } = readSettings(target.settings, TARGET, sink);
  if (!spans.has("url"))
    sink.report("RDI2010", target.name.span, { where: "a target", name: "url", example: `env("${variable}_URL")` });
  checkUrl(target.settings, values.url, ["postgres://", "postgresql://"], sink);
  return values.url === undefined
    ? undefined
    : { name: target.name.text, system, url: values.url, schema: values.schema };
}

function unknownSystem(target: Target, sink: Sink): void {
  const name = target.system.text;
  if (NOT_YET_SYSTEMS.includes(name)) {
    sink.report("RDI2060", target.system.span, {
      what: `targets of the kind \`${name}\``,
      meanwhile: "Use a `postgres` target.",
    });
    return;
  }
  const near = name === "postgresql" || name === "pg" ? ["postgres"] : suggest(name, ["postgres"]);
  sink.report("RDI2002", target.system.span, { what: "target", name, known: ["postgres"], near });
}

/** A constant URL is checked here; one from the environment when the worker starts. */
function checkUrl(settings: ObjectExpr, url: SettingPlan | undefined, schemes: readonly string[], sink: Sink): void {
  const text = url?.kind === "constant" ? url.value : url?.kind === "env" ? url.fallback : undefined;
  const entry = settings.entries.find((candidate) => candidate.kind === "entry" && candidate.name.text === "url");
  if (text === undefined || entry === undefined || schemes.some((scheme) => text.startsWith(scheme))) return;
  const expected = `a URL that begins with ${schemes.map((scheme) => `\`${scheme}\``).join(" or ")}`;
  sink.report("RDI2011", (entry.value ?? entry).span, { name: "url", expected });
}
